create table t (id integer, deleted_at timestamptz);
create index t_live_idx on t (id) where deleted_at is not null;
