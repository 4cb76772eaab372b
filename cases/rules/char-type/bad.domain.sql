CREATE DOMAIN zip AS character(5);
CREATE TABLE zips (code zip PRIMARY KEY);
