create table nodes (id integer not null, up integer, constraint up_node foreign key (up) references nodes (id), primary key (id)) partition by list (id);
create table nodes_1 (id integer not null, up integer, primary key (id), constraint up_node check (true));
alter table nodes attach partition nodes_1 for values in (1);
