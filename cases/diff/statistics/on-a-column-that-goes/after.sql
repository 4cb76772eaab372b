create table t (a integer, c integer);
create statistics t_stats on a, c from t;
