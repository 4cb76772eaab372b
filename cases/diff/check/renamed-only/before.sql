create table t (n integer, constraint old_name check (n > 0));
