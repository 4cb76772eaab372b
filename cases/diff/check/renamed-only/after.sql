create table t (n integer, constraint new_name check (n > 0));
