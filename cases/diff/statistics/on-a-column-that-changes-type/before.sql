create table t (a integer, b integer);
create statistics t_stats on a, b from t;
