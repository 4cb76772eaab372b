create schema old;
create type old.state as enum ('on', 'off');
create table old.switches (id integer primary key, state old.state not null default 'off');
create view old.lit as select id from old.switches where state = 'on';
create function old.count_lit() returns bigint language sql as 'select count(*) from old.lit';
