CREATE TYPE address AS (street text, care_of text);
ALTER TYPE address DROP ATTRIBUTE care_of;
ALTER TYPE address DROP ATTRIBUTE IF EXISTS zip;
