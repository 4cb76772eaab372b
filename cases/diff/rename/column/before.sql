create table users (id integer primary key, name text);
create view v as select name from users;
