create table t (id integer);
create table a (id integer);
create table b (id integer);
create rule fan as on insert to t do also (insert into a values (new.id); update b set id = new.id where id = new.id);
