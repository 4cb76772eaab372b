create table t (a integer, b integer);
create statistics t_stats (dependencies, mcv) on a, b from t;
