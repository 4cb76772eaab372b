-- Without an identity no row of a published table can be deleted: what moves are the rows of the tables that have one.
create publication every for all tables with (publish = 'insert, delete');
create table bare (id int) partition by range (id);
create table bare1 partition of bare for values from (0) to (10);
create table bare2 partition of bare for values from (10) to (20);
create table keyed (id int primary key) partition by range (id);
create table keyed1 partition of keyed for values from (0) to (10);
create table keyed2 partition of keyed for values from (10) to (20);
create table whole (id int) partition by range (id);
create table whole1 partition of whole for values from (0) to (10);
alter table whole1 replica identity full;
create table whole2 partition of whole for values from (10) to (20);
