create table pages (id int primary key);
create table visits (id int not null, day int not null, page int references pages, primary key (id, day)) partition by list (day);
create table visits_1 partition of visits for values in (1, 2);
create table visits_2 partition of visits for values in (3, 4);
create view visits_all as select id, day from visits;
create table closed (like visits) ;
