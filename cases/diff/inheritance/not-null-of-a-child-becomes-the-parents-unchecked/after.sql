create table r (id int, b int);
create table l (c int) inherits (r);
create table l2 (d int) inherits (l);
create table m (e int) inherits (r);
alter table r add constraint r_b not null b not valid;
alter table m validate constraint r_b;
