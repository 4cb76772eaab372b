create table r (id integer primary key);
create table a (i integer references r, j integer, k integer) partition by list (j);
create table b (i integer, j integer, k integer) partition by list (j);
create table x partition of b for values in (1);
create table m partition of a for values in (2) partition by list (k);
create table y partition of b for values in (2);
