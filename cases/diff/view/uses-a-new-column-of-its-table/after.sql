create table t (id integer, added text default 'x');
create view v as select id, added from t;
