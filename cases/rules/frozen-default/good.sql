ALTER TABLE loans ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
