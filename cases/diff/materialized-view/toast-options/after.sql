create materialized view m as select 'x'::text as x;
create materialized view n as select 'x'::text as x;
alter materialized view n set (toast.autovacuum_enabled = false, toast.vacuum_truncate = false);
create materialized view o with (toast.autovacuum_enabled = false) as select 'x'::text as x;
