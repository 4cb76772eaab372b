create sequence new_seq;
create table t (id integer default nextval('new_seq'));
