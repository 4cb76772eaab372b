create table t (n integer check (n > 0) check (n < 10) check (n <> 5));
