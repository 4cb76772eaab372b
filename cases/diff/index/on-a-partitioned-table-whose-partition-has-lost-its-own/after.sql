create table event (a int, b text, j jsonb) partition by list (b);
create table event_x partition of event for values in ('x') partition by range (a);
create table event_x1 partition of event_x default;
create index event_gin on event using gin (j jsonb_path_ops) with (fastupdate = off);
alter table event_x detach partition event_x1;
