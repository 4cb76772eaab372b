create table t (id integer) partition by hash (id);
create table t_0 partition of t for values with (modulus 2, remainder 0);
