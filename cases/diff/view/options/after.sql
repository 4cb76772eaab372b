create table t (id integer);
create view v with (security_invoker = true, security_barrier = true) as select id from t;
create view w as select id from t;
