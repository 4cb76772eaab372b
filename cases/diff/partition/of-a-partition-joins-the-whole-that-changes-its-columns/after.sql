create table m (a integer, b integer, c bigint) partition by list (a);
create table m1 partition of m for values in (1, 2);
create table m11 partition of m for values in (3);
create unique index u on m (a, c);
