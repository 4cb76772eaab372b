create table people (id integer primary key, name text);
create table active_people (id integer, name text);
