create table t (id integer primary key, at date) partition by range (id);
create index t_at on t (at);
create table t_1 (id integer not null, at date) partition by range (id);
create table t_1_1 (id integer primary key, at date);
create index t_1_1_at_idx on t_1_1 (at);
