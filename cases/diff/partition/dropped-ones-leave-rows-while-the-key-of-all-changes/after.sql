create table pages (id int primary key);
create table visits (id int not null, day int not null, page int references pages, primary key (day)) partition by list (day);
create table visits_odd partition of visits for values in (1, 3);
create table visits_even partition of visits for values in (2, 4);
create view visits_all as select id, day from visits;
create table closed (like visits) ;
