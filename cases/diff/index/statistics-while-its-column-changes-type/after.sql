create table t (id integer primary key, n bigint);
create index t_n_idx on t ((n is null), id);
alter index t_n_idx alter column 1 set statistics 500;
comment on index t_n_idx is 'those without come first';
