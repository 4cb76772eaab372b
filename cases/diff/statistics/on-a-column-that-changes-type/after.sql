create table t (a bigint, b integer);
create statistics t_stats on a, b from t;
