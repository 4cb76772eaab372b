create type level as enum ('low', 'middle', 'high');
create table t (id integer primary key, level level);
create index t_level_idx on t (level);
