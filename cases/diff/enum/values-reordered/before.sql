create type level as enum ('low', 'high', 'middle');
create table t (id integer primary key, level level);
create index t_level_idx on t (level);
