CREATE ROLE worker NOLOGIN;
CREATE TABLE jobs (id bigserial PRIMARY KEY, kind text NOT NULL);
