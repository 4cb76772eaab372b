create table t (id integer, a text);
create table log (id integer);
create rule t_log as on update to t where new.a is distinct from old.a do also insert into log values (new.id);
