create table t (id integer, a text);
create view v as select id, a from t where id > 0 with local check option;
create view w as select id from v where id < 10 with cascaded check option;
