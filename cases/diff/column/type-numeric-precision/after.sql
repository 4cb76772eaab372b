create table t (id integer primary key, price numeric(12, 4));
