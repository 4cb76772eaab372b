create table visits (id integer generated always as identity, day integer not null, page text, primary key (id, day));
create table visits_3 (id integer not null, day integer not null, page text, primary key (id, day));
create table likes (visit integer, day integer, foreign key (visit, day) references visits);
create view seen as select day, page from visits;
create materialized view pages as select day, page from seen;
