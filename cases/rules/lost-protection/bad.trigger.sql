DROP TABLE notes;
CREATE TABLE notes (id uuid PRIMARY KEY, owner text NOT NULL, body text, updated_at timestamptz);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (owner = CURRENT_USER);
