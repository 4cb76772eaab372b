create table t (id integer);
comment on table t is 'rows';
comment on type t is 'a row';
create view v as select id from t;
comment on type v is 'a row of the view';
