create table t (at timestamp not null, month bigint, text bigint, date_trunc bigint, "Odd one" bigint) partition by range (date_trunc('month'::text, at));
create table t1 partition of t for values from ('2026-01-01') to ('2027-01-01');
