create type state as enum ('new', 'open', 'done');
create table t (id integer primary key, state state not null default 'new');
create view open_ones as select id, state from t where state = 'open';
create function count_state(state) returns bigint language sql stable as 'select count(*) from t where state = $1';
create policy p on t using (state <> 'done');
comment on view open_ones is 'work to do';
