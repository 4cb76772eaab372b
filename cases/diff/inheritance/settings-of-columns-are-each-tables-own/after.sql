create table p (id integer, body text);
alter table p alter body set storage external;
alter table p alter id set statistics 200;
alter table p alter id set (n_distinct = 5);
create table c_with (extra text) inherits (p);
alter table c_with alter id set statistics 200;
create table c_without () inherits (p);
