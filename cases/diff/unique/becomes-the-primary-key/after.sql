create table t (a integer not null, constraint t_a primary key (a));
