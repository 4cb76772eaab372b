create type reading as (at date, value integer, unit text);
create table readings of reading partition by range (at);
create table readings_26 partition of readings for values from ('2026-01-01') to ('2027-01-01');
