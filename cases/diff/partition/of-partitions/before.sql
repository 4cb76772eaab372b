create table t (region text, at date) partition by list (region);
