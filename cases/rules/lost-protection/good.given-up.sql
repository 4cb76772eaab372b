DROP TRIGGER touch ON notes;
DROP POLICY own ON notes;
ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
DROP TABLE notes;
CREATE TABLE notes (id uuid PRIMARY KEY, owner text NOT NULL, body text);
