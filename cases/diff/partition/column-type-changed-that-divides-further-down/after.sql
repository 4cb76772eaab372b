create table people (id text constraint people_key primary key);
create table r (x text references people, k integer) partition by list (k);
create table r_1 partition of r for values in (1);
create table r_2 partition of r for values in (2) partition by list (x);
create table r_2_1 partition of r_2 default;
