CREATE TABLE people (
  id bigint PRIMARY KEY,
  born date NOT NULL CHECK (born < current_date AND born <= now() - interval '18 years'),
  joined timestamptz CHECK (now() >= joined),
  year int CHECK (year <= extract(year FROM now())),
  waited interval CHECK (now() - waited >= joined AND waited > age(now(), joined)),
  left_at timestamptz CHECK (NOT (left_at > now())),
  now int CHECK (now > 0)
);
