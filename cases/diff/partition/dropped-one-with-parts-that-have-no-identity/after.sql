create table visits (id int generated always as identity, day int) partition by range (day);
create table visits_all partition of visits for values from (0) to (20);
