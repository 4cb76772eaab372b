create table nodes (id int primary key, up int references nodes) partition by range (id);
create table nodes_1 partition of nodes for values from (0) to (10) partition by range (id);
create table nodes_1_1 partition of nodes_1 for values from (0) to (5);
create table nodes_2 partition of nodes for values from (10) to (20);
create table kept (id int);
