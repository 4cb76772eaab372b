CREATE TYPE address AS (street text, care_of text);
CREATE TABLE parcels (id bigint PRIMARY KEY, ship_to address);
