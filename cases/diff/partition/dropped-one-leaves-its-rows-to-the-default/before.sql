create table visits (day date, page text) partition by range (day);
create table visits_2024 partition of visits for values from ('2024-01-01') to ('2025-01-01') partition by list (page);
create table visits_2024_a partition of visits_2024 for values in ('a');
create table visits_2024_other partition of visits_2024 default;
create table visits_rest partition of visits default;
