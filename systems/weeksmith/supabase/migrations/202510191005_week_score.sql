-- The execution score of a week: what was done of what was planned, in percent. Doing more than planned counts as planned.

create view public.week_score with (security_invoker = true) as
select
  plan.owner_id,
  plan.cycle_id,
  plan.id as weekly_plan_id,
  plan.week,
  plan.locked,
  count(item.id)::integer as items,
  coalesce(sum(item.quota), 0)::integer as quota,
  coalesce(sum(least(item.done_count, item.quota)), 0)::integer as done,
  -- Null: nothing was planned.
  round(100.0 * sum(least(item.done_count, item.quota)) / sum(item.quota), 1) as score
from public.weekly_plan plan
left join public.plan_item item on item.weekly_plan_id = plan.id
group by plan.id;

revoke all on public.week_score from anon, authenticated, service_role;
grant select on public.week_score to authenticated, service_role;
