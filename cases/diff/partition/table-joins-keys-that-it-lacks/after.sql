create table t (id integer, at date not null, constraint t_key primary key (id)) partition by list (id);
create table t_1 (id integer not null, at date not null, constraint t_1_key primary key (id));
create table t_2 (id integer not null, at date not null, unique (id), primary key (id));
alter table t attach partition t_1 for values in (1);
alter table t attach partition t_2 for values in (2);
create index t_at on t (at);
