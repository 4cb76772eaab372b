CREATE TABLE root_t (id int CONSTRAINT root_id_nn NOT NULL, made date DEFAULT current_date, CONSTRAINT root_id_ck CHECK (id > 0));
CREATE TABLE mid_t (m text) INHERITS (root_t);
CREATE TABLE leaf_t (l text, PRIMARY KEY (id)) INHERITS (mid_t);
CREATE TABLE side_t (s text) INHERITS (root_t);
CREATE VIEW side_v AS SELECT id, s FROM side_t;
