CREATE TYPE step AS ("the function" regproc, called timestamptz);
CREATE DOMAIN steps AS step[];
CREATE TYPE plan AS (name text, steps steps);
CREATE TABLE hooks (id bigint PRIMARY KEY, plans plan[]);
