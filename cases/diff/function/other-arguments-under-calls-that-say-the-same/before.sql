create function f(x integer) returns bigint language sql immutable as 'select x::bigint';
create domain even as integer default f(2)::integer check (f(value) is not null);
create table t (id integer primary key, a integer default f(1)::integer check (f(a) is not null), e even, es even[]);
create index t_f_idx on t (f(a));
create view v as select f(a) as x from t;
