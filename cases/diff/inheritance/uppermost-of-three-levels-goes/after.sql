CREATE TABLE mid_t (id int CONSTRAINT root_id_nn NOT NULL, made date DEFAULT current_date, m text, CONSTRAINT root_id_ck CHECK (id > 0));
CREATE TABLE leaf_t (l text, PRIMARY KEY (id)) INHERITS (mid_t);
CREATE TABLE side_t (id int CONSTRAINT side_id_nn NOT NULL, made date, s text);
CREATE VIEW side_v AS SELECT id, s FROM side_t;
