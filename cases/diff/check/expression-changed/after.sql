create table t (n integer, constraint n_range check (n between 0 and 100));
