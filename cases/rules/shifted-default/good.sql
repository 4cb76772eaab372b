ALTER TABLE visits ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
