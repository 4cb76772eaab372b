create table log (day date) partition by range (day);
create index log_day on only log (day);
