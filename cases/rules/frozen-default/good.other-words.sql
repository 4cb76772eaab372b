CREATE TABLE visits (id bigint PRIMARY KEY, word text DEFAULT 'now', first timestamp DEFAULT 'epoch', last timestamptz DEFAULT 'infinity',
  at timestamptz DEFAULT 'now'::text::timestamptz, day date DEFAULT '2024-02-29');
ALTER TABLE loans ALTER COLUMN since SET DEFAULT 'today';
ALTER TABLE loans ALTER COLUMN since SET DEFAULT CURRENT_DATE;
