create table a (id integer primary key, twice integer generated always as (id * 2) stored);
create publication case_some for table a;
