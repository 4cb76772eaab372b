create table t (n integer, constraint n_positive check (n > 0));
