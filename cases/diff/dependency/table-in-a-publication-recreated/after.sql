create table t (id integer, at date, primary key (id, at)) partition by range (at);
create publication case_p for table t;
