create view v as select 1 as a;
create function f() returns setof v language sql stable as 'select 1';
create or replace view v as select a from f();
