create table t (id integer primary key, at timestamptz not null default now());
create index t_at_idx on t (at desc);
