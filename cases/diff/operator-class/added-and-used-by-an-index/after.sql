create function cmp_desc(integer, integer) returns integer language sql immutable as 'select btint4cmp($2, $1)';
create operator class int_desc for type integer using btree as
  operator 1 >, operator 2 >=, operator 3 =, operator 4 <=, operator 5 <, function 1 cmp_desc(integer, integer);
create table t (id integer);
create index t_desc_idx on t (id int_desc);
