-- Every plan is lost: this is the first migration, and nothing was there before it.
drop table public.plan_item;
drop table public.task;
drop table public.weekly_plan;
drop table public.goal;
drop table public.cycle;
drop table public.vision;

drop type public.task_cadence;
drop type public.goal_type;
drop type public.cycle_status;
