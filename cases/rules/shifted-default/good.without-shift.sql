CREATE TABLE loans (
  id bigint PRIMARY KEY,
  local_at timestamp DEFAULT (now() AT TIME ZONE 'utc'),
  day date DEFAULT (now() AT TIME ZONE 'utc'),
  back_again timestamptz DEFAULT (now() AT TIME ZONE 'utc' AT TIME ZONE 'utc'),
  midnight timestamptz DEFAULT (timezone('utc', date_trunc('day', timezone('utc', now())))),
  mended timestamptz DEFAULT (now() AT TIME ZONE 'utc'),
  gone timestamptz DEFAULT timezone('utc', now())
);
ALTER TABLE loans ALTER COLUMN mended SET DEFAULT now();
ALTER TABLE loans DROP COLUMN gone;
