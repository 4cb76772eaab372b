ALTER TABLE notes ADD COLUMN at timestamptz;
\q
ALTER TABLE notes ADD COLUMN at timestamptz;
