create table t (a integer, b integer);
create statistics t_stats (ndistinct) on a, b from t;
