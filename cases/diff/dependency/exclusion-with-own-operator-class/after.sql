create function cmp(integer, integer) returns integer language sql immutable as 'select btint4cmp($1, $2)';
create operator class my_int for type integer using btree as
  operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 cmp(integer, integer);
create table t (a integer, exclude using btree (a my_int with =));
create index t_a_idx on t (a my_int);
