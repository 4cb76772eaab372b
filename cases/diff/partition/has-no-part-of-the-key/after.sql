create table tickets (id integer not null, day date not null) partition by range (day);
create table tickets_1 partition of tickets for values from ('2024-01-01') to ('2025-01-01');
create table tickets_2 partition of tickets for values from ('2025-01-01') to ('2026-01-01');
alter table only tickets add primary key (id, day);
create index tickets_day on only tickets (day);
create table fares (id integer not null, zone integer not null) partition by list (zone);
create table fares_1 (id integer not null, zone integer not null);
alter table fares attach partition fares_1 for values in (1);
alter table only fares add constraint fares_key unique (id, zone);
