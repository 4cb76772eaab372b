create table sales (region text, day date, amount numeric);
create view ranking as
  with totals as materialized (select region, day, sum(amount) as total from sales group by grouping sets ((region, day), (region), ()))
  select t.region, t.total, rank() over w as place, x.share
  from totals t
  cross join lateral (select t.total / nullif(sum(s.amount), 0) as share from sales s) x
  window w as (partition by t.day order by t.total desc rows between unbounded preceding and current row);
