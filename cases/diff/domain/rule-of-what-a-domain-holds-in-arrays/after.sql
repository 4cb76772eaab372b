create domain positive as int constraint over_zero check (value > 1);
create domain positives as int[];
create table t (n positive, many positives);
