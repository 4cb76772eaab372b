create table t (id integer, a text);
create view v as select id, a from t;
create rule v_delete as on delete to v do instead delete from t where t.id = old.id;
