create table t (id integer primary key, price numeric(8, 2));
