create table a (id integer primary key, n integer);
create publication case_some for table a (id) where (id < 10);
