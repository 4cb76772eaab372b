create table reads (meter int generated always as identity, at timestamp not null, region text not null, twice int generated always as (meter * 2) stored) partition by range (at);
create table reads_2023 partition of reads for values from ('2023-01-01') to ('2024-01-01');
create table reads_2024 partition of reads for values from ('2024-01-01') to ('2025-01-01') partition by list (region);
create table reads_2024_n partition of reads_2024 for values in ('north');
create table reads_2024_other partition of reads_2024 default;
create table reads_rest partition of reads default;
