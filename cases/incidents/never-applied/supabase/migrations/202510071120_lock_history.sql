-- When a week was locked, for the review at the end of the cycle.
alter table public.weekly_plan add column locked_at timestamptz;
