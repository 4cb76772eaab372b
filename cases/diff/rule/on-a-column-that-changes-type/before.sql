create table t (id integer, a integer);
create table log (a integer);
create rule t_log as on update to t do also insert into log values (new.a);
