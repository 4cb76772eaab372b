create table t (a integer, at timestamp);
