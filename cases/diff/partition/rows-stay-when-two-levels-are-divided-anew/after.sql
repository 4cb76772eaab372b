create table v (a int, b int, c text) partition by list (b);
create table w partition of v for values in (1, 3) partition by range (a);
create table w1 partition of w for values from (1) to (9);
create table v2 partition of v default;
create table v3 (a int, b int, c text) partition by range (a);
create table v31 partition of v3 for values from (20) to (25);
