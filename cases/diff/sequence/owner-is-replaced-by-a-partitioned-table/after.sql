create sequence counter;
create table t (id integer default nextval('counter') primary key) partition by hash (id);
alter sequence counter owned by t.id;
