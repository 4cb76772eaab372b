create table other (id integer);
create table a (x integer, y integer);
create table b () inherits (a);
create table c () inherits (a);
create table d () inherits (c);
alter table a add constraint x_there not null x not valid;
alter table b validate constraint x_there;
alter table a add constraint y_there not null y not valid;
alter table c validate constraint y_there;
