create table hot (id bigint);
create table cold (id bigint) with (autovacuum_vacuum_scale_factor = 0.01, parallel_workers = 2);
