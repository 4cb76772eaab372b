create type state as enum ('created', 'new', 'done', 'void');
create domain live_state as state check (value <> 'done');
create type pair as (s state, n integer);
create table t (id integer primary key, s state default 'created', ss state[], l live_state, p pair);
create function f(state, pair) returns state language sql immutable as 'select $1';
create view v as select s, (p).s as inner_s from t;
create index t_s_idx on t (s) where s = 'new';
create index t_f_idx on t (f(s, p));
create policy p on t using (s = 'new'::state);
