create table v (a int, b int, c text) partition by range (a);
create table w partition of v for values from (0) to (10) partition by list (b);
create table w1 partition of w for values in (1);
create table w2 partition of w for values in (2);
create table v2 partition of v for values from (10) to (20);
create table v3 partition of v for values from (20) to (30) partition by list (b);
create table v31 partition of v3 default;
