CREATE TABLE new_notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner text NOT NULL, body text, updated_at timestamptz);
INSERT INTO new_notes (owner, body, updated_at) SELECT owner, body, updated_at FROM notes;
ALTER TABLE new_notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON new_notes USING (owner = CURRENT_USER);
CREATE TRIGGER touch BEFORE UPDATE ON new_notes FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE notes RENAME TO old_notes;
ALTER TABLE new_notes RENAME TO notes;
