create table public.weekly_plan (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  week smallint not null check (week between 1 and 12),
  locked boolean not null default false,
  unique (owner_id, week)
);

create table public.plan_item (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  weekly_plan_id uuid not null references public.weekly_plan (id) on delete cascade,
  title text not null,
  quota smallint not null check (quota between 1 and 100),
  done_count smallint not null default 0 check (done_count >= 0),
  notes text
);

create index plan_item_weekly_plan_idx on public.plan_item (weekly_plan_id);
create index plan_item_owner_idx on public.plan_item (owner_id);

alter table public.weekly_plan enable row level security;
alter table public.plan_item enable row level security;

create policy weekly_plan_of_owner on public.weekly_plan to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy plan_item_of_owner on public.plan_item to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
