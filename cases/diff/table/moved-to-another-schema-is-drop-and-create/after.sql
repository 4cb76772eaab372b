create schema archive;
create table archive.reports (id integer primary key);
