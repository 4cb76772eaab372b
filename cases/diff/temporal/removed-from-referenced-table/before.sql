create extension btree_gist;
create table employees (id integer, valid daterange, primary key (id, valid without overlaps));
create table salaries (id integer, valid daterange, foreign key (id, period valid) references employees (id, period valid));
