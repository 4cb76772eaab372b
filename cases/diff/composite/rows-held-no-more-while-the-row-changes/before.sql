CREATE TABLE a_point (x bigint, y varchar);
CREATE TABLE z_place (id integer, at a_point);
