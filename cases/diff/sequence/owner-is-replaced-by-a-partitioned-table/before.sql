create sequence counter;
create table t (id integer default nextval('counter') primary key, n integer);
alter sequence counter owned by t.n;
