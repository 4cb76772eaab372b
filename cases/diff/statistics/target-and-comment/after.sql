create table t (a integer, b integer);
create statistics t_stats on a, b from t;
alter statistics t_stats set statistics 1000;
comment on statistics t_stats is 'a follows b';
