CREATE TABLE a (id uuid, ref text);
CREATE VIEW v AS SELECT * FROM a WHERE id = ref;
