create type size as enum ('s', 'm');
create view v as select 's'::size as x;
create view w as select x from v;
grant select (x) on w to public;
