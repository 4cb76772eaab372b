create table a (id integer primary key, region text);
create publication case_some for table a;
