create table t (id integer, a bigint);
create table log (a bigint);
create rule t_log as on update to t do also insert into log values (new.a);
