create table t (id serial primary key, name text);
create table copy (like t including all);
