create table events (id integer, at date, note text) partition by range (at);
create table events_old partition of events for values from ('2020-01-01') to ('2024-01-01');
create table events_new partition of events for values from ('2024-01-01') to ('2030-01-01');
