create extension btree_gist;
create table employees (id integer primary key, valid daterange);
create table salaries (id integer references employees, valid daterange);
