create table logs (id integer generated always as identity, kind text) partition by list (kind);
create table logs_a partition of logs for values in ('a');
