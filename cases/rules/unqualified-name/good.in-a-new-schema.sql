CREATE SCHEMA shelf CREATE TABLE places (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, room text);
CREATE TYPE public.size AS (height int, width int);
ALTER TYPE public.size ADD ATTRIBUTE depth int;
