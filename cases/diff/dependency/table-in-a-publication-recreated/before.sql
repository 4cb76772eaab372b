create table t (id integer primary key, at date);
create publication case_p for table t;
