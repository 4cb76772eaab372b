CREATE TABLE reading (a integer CONSTRAINT reading_pkey PRIMARY KEY, b integer CONSTRAINT reading_z UNIQUE);
CREATE INDEX reading_b ON reading (b);
ALTER TABLE reading CLUSTER ON reading_z;
