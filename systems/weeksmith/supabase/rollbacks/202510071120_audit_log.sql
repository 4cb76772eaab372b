-- The record itself is lost. Export it first: copy (select * from audit_log order by at) to stdout with csv header.
drop trigger plan_item_audit on public.plan_item;
drop trigger task_audit on public.task;
drop trigger weekly_plan_audit on public.weekly_plan;
drop trigger goal_audit on public.goal;
drop trigger cycle_audit on public.cycle;
drop trigger vision_audit on public.vision;

drop table public.audit_log;
drop function private.audit_log_is_append_only();
drop function private.write_audit();
drop type public.audit_action;
