create table t (id integer primary key, n bigint);
create sequence counter owned by t.n;
