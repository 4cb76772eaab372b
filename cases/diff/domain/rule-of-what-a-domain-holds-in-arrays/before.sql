create domain positive as int constraint over_zero check (value > 0);
create domain positives as positive[] check (cardinality(value) < 5);
create table t (n positive, many positives);
