ALTER TABLE namespaces ADD COLUMN name text;
