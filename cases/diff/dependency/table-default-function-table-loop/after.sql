create table counters (name text primary key, n integer);
create function next_n(text) returns integer language sql begin atomic update counters set n = n + 1 where name = $1 returning n; end;
alter table counters alter column n set default 0;
create table invoices (id integer primary key default next_n('invoices'));
alter table counters add column seeded integer default next_n('seed');
