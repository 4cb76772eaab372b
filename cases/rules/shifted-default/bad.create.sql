CREATE TABLE loans (id bigint PRIMARY KEY, made_at timestamptz(3) DEFAULT timezone('utc'::text, CURRENT_TIMESTAMP));
