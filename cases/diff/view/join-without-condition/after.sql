-- The tables share a column now, by which a natural join would join them.
create table a (x integer); create table b (y integer);
create view both_of as select a.x, b.y from a natural left join b where a.x between 1 and 5 and b.y in (1, 2);
alter table b add column x integer;
