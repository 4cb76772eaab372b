create table t (id integer primary key, full_name text);
