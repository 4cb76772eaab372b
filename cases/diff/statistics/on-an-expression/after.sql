create table t (a integer, at timestamp);
create statistics t_month on (date_trunc('month', at)) from t;
create statistics t_both (mcv) on a, (extract(dow from at)) from t;
