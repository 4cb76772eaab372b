create table a (id integer primary key, b text default 'x');
create table c (id integer primary key, a_id integer references a (id));
create view v as select a.id, c.id as c_id from a join c on c.a_id = a.id;
create function f(x integer) returns integer language sql as 'select x';
