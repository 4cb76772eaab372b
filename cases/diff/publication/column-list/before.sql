create table a (id integer primary key, secret text, name text);
create publication case_some for table a;
