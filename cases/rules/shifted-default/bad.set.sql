CREATE TABLE loans (id bigint PRIMARY KEY, made_at timestamptz DEFAULT now());
ALTER TABLE loans ALTER COLUMN made_at SET DEFAULT (timezone('Europe/Berlin', clock_timestamp()))::timestamptz;
