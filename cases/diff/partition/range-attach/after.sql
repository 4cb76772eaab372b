create table events (id bigint, at date not null) partition by range (at);
create table events_2024 (id bigint, at date not null);
alter table events attach partition events_2024 for values from ('2024-01-01') to ('2025-01-01');
