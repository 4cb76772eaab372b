create table logs (id integer, day integer) partition by list (day);
create table logs_1 partition of logs for values in (1);
create index logs_id on logs (id);
create index logs_day on logs (day);
