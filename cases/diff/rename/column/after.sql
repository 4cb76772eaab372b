create table users (id integer primary key, full_name text);
create view v as select full_name as name from users;
