create table t (id integer primary key, at timestamp not null default now());
create index t_at_idx on t (at desc);
