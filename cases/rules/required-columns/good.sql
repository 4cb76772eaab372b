CREATE TABLE loans (id bigint PRIMARY KEY, created_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lookup_states (id text PRIMARY KEY);
