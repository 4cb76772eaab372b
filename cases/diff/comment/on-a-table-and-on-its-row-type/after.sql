create table t (id integer);
comment on table t is 'all rows';
create view v as select id from t;
comment on view v is 'the view';
