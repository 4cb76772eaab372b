create table logs (day integer not null, level text not null, line text) partition by range (day);
create table logs_1 partition of logs for values from (0) to (10) partition by list (level);
create table logs_1_bad partition of logs_1 for values in ('error', 'fatal');
create table logs_1_rest partition of logs_1 default;
create table logs_2 partition of logs for values from (10) to (20);
create function shout() returns trigger language plpgsql as 'begin new.line := upper(new.line); return new; end';
create trigger shouted before insert on logs for each row execute function shout();
