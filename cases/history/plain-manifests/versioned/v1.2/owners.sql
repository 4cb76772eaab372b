ALTER TABLE shards ADD COLUMN owner text;
