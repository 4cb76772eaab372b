create table a (id integer primary key);
create table b (id integer primary key);
create publication case_some for table b;
