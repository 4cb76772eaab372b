create table visits (id int generated always as identity, day int) partition by range (day);
create table visits_1 (id int not null, day int) partition by list (day);
create table visits_1_rest partition of visits_1 default;
alter table visits attach partition visits_1 for values from (0) to (10);
