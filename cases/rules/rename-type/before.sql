CREATE TYPE mood AS ENUM ('calm');
CREATE TYPE address AS (street text, town text);
CREATE TABLE people (id bigint PRIMARY KEY, feels mood, home address);
