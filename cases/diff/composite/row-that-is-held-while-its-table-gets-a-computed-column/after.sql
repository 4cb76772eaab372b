create table t (a int, b text, twice int generated always as (a * 2) stored, no int generated always as identity);
create table holds (id int, one t);
