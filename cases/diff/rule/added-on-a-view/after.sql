create table t (id integer, a text);
create view v as select id, a from t;
create rule v_insert as on insert to v do instead insert into t values (new.id, new.a);
