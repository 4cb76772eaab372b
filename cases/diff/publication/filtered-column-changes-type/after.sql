create table a (id bigint primary key, n integer);
create publication case_some for table a (id) where (id < 10);
