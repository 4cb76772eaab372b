create table t (id integer, a text);
create view ids as select id from t;
