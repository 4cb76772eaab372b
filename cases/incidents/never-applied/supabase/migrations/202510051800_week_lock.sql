-- Weeks 7 to 12 can be locked: quotas stay, done counts and notes go on.
create function public.plan_item_week_lock() returns trigger
language plpgsql set search_path = '' as $$
declare
  plan public.weekly_plan;
begin
  select * into plan from public.weekly_plan where id = coalesce(new.weekly_plan_id, old.weekly_plan_id) for share;
  if plan.locked and plan.week >= 7 then
    raise exception 'week % is locked', plan.week using errcode = 'WK001';
  end if;
  return coalesce(new, old);
end;
$$;

create trigger plan_item_week_lock
  before insert or update or delete on public.plan_item
  for each row
  when (old.quota is distinct from new.quota)
  execute function public.plan_item_week_lock();
