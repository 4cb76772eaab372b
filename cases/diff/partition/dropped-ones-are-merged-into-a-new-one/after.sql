create table visits (id int generated always as identity, day int not null, page text, twice int generated always as (day * 2) stored, primary key (id, day)) partition by range (day);
create index on visits (page);
create table visits_all partition of visits for values from (0) to (20);
create table visits_later partition of visits for values from (20) to (30);
