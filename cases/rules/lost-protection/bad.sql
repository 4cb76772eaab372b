CREATE TABLE new_notes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), owner text NOT NULL, body text, updated_at timestamptz);
INSERT INTO new_notes (owner, body, updated_at) SELECT owner, body, updated_at FROM notes;
ALTER TABLE notes RENAME TO old_notes;
ALTER TABLE new_notes RENAME TO notes;
