create function f(x anyelement) returns anyelement language sql immutable as 'select x';
create domain even as integer default f(2)::integer check (f(value) is not null);
create table t (id integer primary key, a integer default f(1)::integer check (f(a) is not null), e even, es even[]);
create table u (b integer default f(7) check (f(b) > 0));
create index t_f_idx on t (f(a));
create view v as select f(a) as x from t;
