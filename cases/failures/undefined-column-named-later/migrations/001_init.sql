CREATE TABLE keys (id bigint PRIMARY KEY);
ALTER TABLE keys ADD COLUMN body_new text;
UPDATE keys SET body_new = body;
ALTER TABLE keys RENAME COLUMN body_new TO body;
