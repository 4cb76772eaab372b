create table customers (id integer primary key, name text);
create table logs (id integer primary key, line text);
