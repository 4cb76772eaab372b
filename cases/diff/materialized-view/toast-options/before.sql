create materialized view m as select 'x'::text as x;
alter materialized view m set (fillfactor = 80, toast.autovacuum_enabled = false);
create materialized view n as select 'x'::text as x;
