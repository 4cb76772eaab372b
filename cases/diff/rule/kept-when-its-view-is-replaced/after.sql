create table t (id integer, a text);
create view v as select id, a, length(a) as n from t where id > 0;
create rule v_delete as on delete to v do instead delete from t where t.id = old.id;
