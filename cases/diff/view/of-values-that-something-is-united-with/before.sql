create table t (a text, b integer);
create view united as select a, b from t union values ('x', 1), ('y', 2);
