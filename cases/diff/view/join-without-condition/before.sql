create table a (x integer); create table b (y integer);
