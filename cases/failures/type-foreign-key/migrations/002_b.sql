CREATE TABLE b (a_id int REFERENCES a (id));
