create table events (id integer, at date not null, note text) partition by range (at);
create table events_old partition of events (note not null) for values from ('2020-01-01') to ('2024-01-01');
create table events_new partition of events (note not null) for values from ('2024-01-01') to ('2030-01-01') partition by list (id);
create table events_new_1 partition of events_new for values in (1);
