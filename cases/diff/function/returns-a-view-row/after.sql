create table t (id integer, a text);
create view v as select id, upper(a) as b from t;
create function rows_of_v() returns setof v language sql as 'select * from v';
