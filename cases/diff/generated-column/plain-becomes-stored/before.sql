create table t (id integer primary key, n integer, m integer not null default 0);
