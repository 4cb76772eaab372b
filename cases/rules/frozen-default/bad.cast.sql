ALTER TABLE loans ADD COLUMN made_at timestamptz DEFAULT 'now'::timestamptz + '1 day';
