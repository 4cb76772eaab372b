create collation sorting (provider = builtin, locale = 'C');
create table t (name text collate sorting);
create index t_name_idx on t (name);
