create table t (n integer, constraint n_range check (n > 0));
