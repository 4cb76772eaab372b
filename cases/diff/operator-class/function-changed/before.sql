create function cmp_a(integer, integer) returns integer language sql immutable as 'select btint4cmp($1, $2)';
create operator class int_a for type integer using btree as
  operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 cmp_a(integer, integer);
