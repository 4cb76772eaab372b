create table t (a int, b text, c text, d date);
create table u (b int);
create view v as select * from t;
create rule taken as on delete to v do instead
  update t set (b, c) = (select 'gone', max(b)::text from u) where a = old.a;
create rule kept as on insert to v do instead insert into t select 1, 'x', null, '2020-01-01' returning *;
create function f() returns setof t language sql begin atomic
  insert into t select 1, 'x', null, '2020-01-01' where not exists (select 'q' from u union all select 'z');
  with x as (select 'q' union select 'r') select 1, a.*, null, null::date from x a(z) where 'x' in (select 'g');
end;
create function g() returns text language sql return (select 'x' where 'a' = any (select 'b'));
