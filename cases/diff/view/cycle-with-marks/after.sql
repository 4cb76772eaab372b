create table dept (id integer primary key, parent integer);
create view sub as
  with recursive s(id, parent) as (
    select id, parent from dept where parent is null union all select d.id, d.parent from dept d, s where d.parent = s.id)
  cycle id set is_cycle to 'Y' default 'N' using path
  select id, is_cycle from s;
