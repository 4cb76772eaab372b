create table t (id integer primary key, n integer, m integer generated always as (n * 2) stored);
create index t_m_idx on t (m);
