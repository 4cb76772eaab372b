-- Weeks 7 to 12 can be locked: from then on what was planned for them stays. Done counts and notes go on.

-- Whoever deploys waits for a busy table no longer than this; behind a waiting lock, everybody waits.
set lock_timeout = '5s';

-- Not exposed by the API: what triggers and policies call.
create schema private;
grant usage on schema private to authenticated, service_role;

-- A lock keeps people from rewriting a plan. It keeps nobody from closing an account: rows whose owner is gone may go too.
create function private.account_is_closed(account uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (select from auth.users where id = account);
$$;

create function private.refuse_in_locked_week(week smallint, what text) returns void
language plpgsql set search_path = '' as $$
begin
  raise exception 'week % is locked: %', week, what
    using errcode = 'WK001',
          constraint = 'week_lock',
          hint = format('Unlock week %s first. Done counts and notes can be changed at any time.', week);
end;
$$;

-- A share lock on the plan makes whoever is locking it at the same time wait, or be waited for.
create function private.require_open_plan(plan_id uuid, what text) returns void
language plpgsql set search_path = '' as $$
declare
  plan public.weekly_plan;
begin
  select * into plan from public.weekly_plan where id = plan_id for share;
  if not found then
    raise exception 'weekly plan % does not exist: %', plan_id, what
      using errcode = 'WK002',
            constraint = 'plan_item_has_plan',
            hint = 'Create the weekly plan first, or name one of yours.';
  elsif plan.locked then
    perform private.refuse_in_locked_week(plan.week, what);
  end if;
end;
$$;

create function private.require_open_weeks(of_cycle uuid, first_week smallint, last_week smallint, what text) returns void
language plpgsql set search_path = '' as $$
declare
  locked_week smallint;
begin
  -- Without looking at `locked`: a plan that is just being locked must be waited for. In order, against deadlocks.
  perform from public.weekly_plan
    where cycle_id = of_cycle and week between greatest(first_week, 7) and last_week
    order by week for share;
  select min(week) into locked_week from public.weekly_plan
    where cycle_id = of_cycle and week between first_week and last_week and locked;
  if locked_week is not null then
    perform private.refuse_in_locked_week(locked_week, what);
  end if;
end;
$$;

create function private.plan_item_week_lock() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform private.require_open_plan(new.weekly_plan_id, 'a plan item cannot be added');
    return new;
  elsif tg_op = 'UPDATE' then
    perform private.require_open_plan(old.weekly_plan_id,
      case when old.quota <> new.quota then 'the quota of a plan item cannot be changed'
           else 'a plan item cannot be moved' end);
    if new.weekly_plan_id <> old.weekly_plan_id then
      perform private.require_open_plan(new.weekly_plan_id, 'a plan item cannot be moved there');
    end if;
    return new;
  end if;
  -- Gone with its plan: whether that may go was decided there.
  if exists (select from public.weekly_plan where id = old.weekly_plan_id)
     and not private.account_is_closed(old.owner_id) then
    perform private.require_open_plan(old.weekly_plan_id, 'a plan item cannot be deleted');
  end if;
  return old;
end;
$$;

create function private.task_week_lock() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    perform private.require_open_weeks(new.cycle_id, new.from_week, new.to_week, 'a task cannot be added');
    return new;
  elsif tg_op = 'UPDATE' then
    perform private.require_open_weeks(old.cycle_id, old.from_week, old.to_week, 'a task cannot be changed');
    perform private.require_open_weeks(new.cycle_id, new.from_week, new.to_week, 'a task cannot be moved there');
    return new;
  end if;
  if not private.account_is_closed(old.owner_id) then
    perform private.require_open_weeks(old.cycle_id, old.from_week, old.to_week, 'a task cannot be deleted');
  end if;
  return old;
end;
$$;

-- Otherwise a lock could be shaken off by giving its plan another number, or by deleting the plan.
create function private.weekly_plan_week_lock() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'UPDATE' then
    perform private.refuse_in_locked_week(old.week, 'its plan cannot become that of another week');
    return new;
  end if;
  if not private.account_is_closed(old.owner_id) then
    perform private.refuse_in_locked_week(old.week, 'its plan cannot be deleted');
  end if;
  return old;
end;
$$;

create trigger plan_item_week_lock_insert before insert on public.plan_item
  for each row execute function private.plan_item_week_lock();
create trigger plan_item_week_lock_update before update on public.plan_item
  for each row when (
    (old.id, old.owner_id, old.cycle_id, old.weekly_plan_id, old.task_id, old.quota)
    is distinct from
    (new.id, new.owner_id, new.cycle_id, new.weekly_plan_id, new.task_id, new.quota)
  ) execute function private.plan_item_week_lock();
create trigger plan_item_week_lock_delete before delete on public.plan_item
  for each row execute function private.plan_item_week_lock();

create trigger task_week_lock_insert before insert on public.task
  for each row execute function private.task_week_lock();
create trigger task_week_lock_update before update on public.task
  for each row when (old.* is distinct from new.*) execute function private.task_week_lock();
create trigger task_week_lock_delete before delete on public.task
  for each row execute function private.task_week_lock();

create trigger weekly_plan_week_lock_update before update on public.weekly_plan
  for each row when (
    old.locked
    and (old.id, old.owner_id, old.cycle_id, old.week) is distinct from (new.id, new.owner_id, new.cycle_id, new.week)
  ) execute function private.weekly_plan_week_lock();
create trigger weekly_plan_week_lock_delete before delete on public.weekly_plan
  for each row when (old.locked) execute function private.weekly_plan_week_lock();
