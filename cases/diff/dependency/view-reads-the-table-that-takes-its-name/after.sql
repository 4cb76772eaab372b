create table people (id integer);
create view raw as select id from people;
