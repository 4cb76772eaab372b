create table m (a integer, b integer, c integer) partition by list (a);
create table m1 partition of m for values in (1) partition by list (b);
create table m11 partition of m1 for values in (1);
create table m12 partition of m1 default;
create unique index u on m (a, b, c);
