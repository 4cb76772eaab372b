create table a (x text primary key, y integer);
create table b (x text, z integer) inherits (a);
create table c (x text not null) inherits (a);
