create collation sorting (provider = builtin, locale = 'C.UTF-8');
create table t (name text collate sorting);
create index t_name_idx on t (name);
