create table x (y integer);
