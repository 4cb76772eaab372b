create sequence t_numbers start 100;
create table t (id integer primary key default nextval('t_numbers'));
