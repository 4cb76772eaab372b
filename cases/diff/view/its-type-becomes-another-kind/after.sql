create type size as (width integer, height integer);
create view v as select row(1, 2)::size as x;
create view w as select x from v;
grant select (x) on w to public;
