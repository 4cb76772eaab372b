create sequence old_seq;
create table t (id integer default nextval('old_seq'));
