CREATE TABLE a_point (x integer, y text);
CREATE TABLE z_place (id integer, at text);
