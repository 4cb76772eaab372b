create table visits (id integer generated always as identity, day integer not null, page text, primary key (id, day)) partition by range (day);
create table visits_1 partition of visits for values from (0) to (10);
create table visits_2 partition of visits for values from (10) to (20) partition by list (day);
create table visits_2_rest partition of visits_2 default;
create table visits_3 partition of visits for values from (20) to (30);
create table likes (visit integer, day integer, foreign key (visit, day) references visits);
create materialized view pages as select day, page from visits;
