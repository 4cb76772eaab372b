create table t (a integer not null, b integer not null, primary key (a));
comment on constraint t_pkey on t is 'the natural key';
