CREATE TABLE stamps (id int, picture bytea COMPRESSION lz4);
CREATE INDEX ON stamps (id);
INSERT INTO letters (id) VALUES (1), (1);
