create schema a;
create schema b;
create table a.items (id integer primary key);
create table b.items (id integer primary key);
