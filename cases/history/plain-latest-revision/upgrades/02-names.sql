-- v1 -> v3: Names and topics
ALTER TABLE portal ADD COLUMN name text, ADD COLUMN topic text;
