create table t_1 (id integer not null, at date not null);
create table t_2 (id integer not null, at date not null, unique (id));
