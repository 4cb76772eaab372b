create table logs (id integer, day integer) partition by list (day);
create table logs_1 partition of logs for values in (1);
create table logs_2 partition of logs for values in (2);
create index logs_id on only logs (id);
create index logs_1_id_idx on logs_1 (id);
alter index logs_id attach partition logs_1_id_idx;
create index logs_day on logs (day);
