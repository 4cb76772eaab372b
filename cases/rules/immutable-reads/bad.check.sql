CREATE TABLE vouchers (id bigint PRIMARY KEY, kind text, expires timestamptz);
ALTER TABLE vouchers ADD CONSTRAINT vouchers_open CHECK (kind = 'gift' OR expires > now() + interval '1 day') NOT VALID;
