create table a (x integer);
create table b (x integer);
create index x_idx on b (x);
