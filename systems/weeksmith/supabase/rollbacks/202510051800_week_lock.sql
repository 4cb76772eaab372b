-- Plans keep their `locked` flag, which holds nothing any more.
drop trigger weekly_plan_week_lock_delete on public.weekly_plan;
drop trigger weekly_plan_week_lock_update on public.weekly_plan;
drop trigger task_week_lock_delete on public.task;
drop trigger task_week_lock_update on public.task;
drop trigger task_week_lock_insert on public.task;
drop trigger plan_item_week_lock_delete on public.plan_item;
drop trigger plan_item_week_lock_update on public.plan_item;
drop trigger plan_item_week_lock_insert on public.plan_item;

drop function private.weekly_plan_week_lock();
drop function private.task_week_lock();
drop function private.plan_item_week_lock();
drop function private.require_open_weeks(uuid, smallint, smallint, text);
drop function private.require_open_plan(uuid, text);
drop function private.refuse_in_locked_week(smallint, text);
drop function private.account_is_closed(uuid);

drop schema private;
