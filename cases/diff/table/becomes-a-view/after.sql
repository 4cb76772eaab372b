create table people (id integer primary key, name text);
create view active_people as select id, name from people;
