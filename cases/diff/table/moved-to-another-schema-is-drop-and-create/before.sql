create schema archive;
create table reports (id integer primary key);
