create table keeper (id integer);
create table child () inherits (keeper);
create table grandchild () inherits (child);
create table lone (own text);
create table known (seen date);
create table joining (seen date, kept text);
insert into joining values ('2024-01-01', 'x');
create table keyed ();
