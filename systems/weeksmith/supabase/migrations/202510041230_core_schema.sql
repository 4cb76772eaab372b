-- The planner: vision, cycles of twelve weeks, one goal of each type, weekly plans, tasks and what is planned of them.
--
-- Every row carries its owner, and references carry it as well: (goal_id, cycle_id, owner_id) can only point at a goal of
-- the same cycle and the same person. So a policy never has to look at another table. See docs/adr/0001.

create type public.cycle_status as enum ('planned', 'active', 'completed', 'abandoned');
create type public.goal_type as enum ('professional', 'personal');
create type public.task_cadence as enum ('daily', 'weekly', 'once');

create table public.vision (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  text text not null,
  horizon text not null,
  created_at timestamptz not null default now(),
  constraint vision_pkey primary key (id),
  constraint vision_id_owner_key unique (id, owner_id),
  constraint vision_owner_fkey foreign key (owner_id) references auth.users (id) on delete cascade,
  constraint vision_text_length_check check (char_length(btrim(text)) between 1 and 4000),
  constraint vision_horizon_length_check check (char_length(btrim(horizon)) between 1 and 100)
);

create table public.cycle (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  vision_id uuid not null,
  starts_on date not null,
  -- Always twelve weeks: the last day follows from the first.
  ends_on date not null generated always as (starts_on + 83) stored,
  status public.cycle_status not null default 'planned',
  created_at timestamptz not null default now(),
  constraint cycle_pkey primary key (id),
  constraint cycle_id_owner_key unique (id, owner_id),
  constraint cycle_vision_fkey foreign key (vision_id, owner_id)
    references public.vision (id, owner_id) on delete cascade
);

create table public.goal (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  cycle_id uuid not null,
  type public.goal_type not null,
  statement text not null,
  measure text not null,
  created_at timestamptz not null default now(),
  constraint goal_pkey primary key (id),
  constraint goal_id_cycle_owner_key unique (id, cycle_id, owner_id),
  -- 1+1: at most one professional and one personal goal in a cycle.
  constraint goal_one_of_each_type_key unique (cycle_id, type),
  constraint goal_cycle_fkey foreign key (cycle_id, owner_id)
    references public.cycle (id, owner_id) on delete cascade,
  constraint goal_statement_length_check check (char_length(btrim(statement)) between 1 and 500),
  constraint goal_measure_length_check check (char_length(btrim(measure)) between 1 and 300)
);

create table public.weekly_plan (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  cycle_id uuid not null,
  week smallint not null,
  locked boolean not null default false,
  intention text,
  created_at timestamptz not null default now(),
  constraint weekly_plan_pkey primary key (id),
  constraint weekly_plan_id_cycle_owner_key unique (id, cycle_id, owner_id),
  constraint weekly_plan_one_per_week_key unique (cycle_id, week),
  constraint weekly_plan_cycle_fkey foreign key (cycle_id, owner_id)
    references public.cycle (id, owner_id) on delete cascade,
  constraint weekly_plan_week_check check (week between 1 and 12),
  constraint weekly_plan_only_second_half_locks_check check (not locked or week >= 7),
  constraint weekly_plan_intention_length_check check (char_length(intention) <= 500)
);

create table public.task (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  cycle_id uuid not null,
  goal_id uuid not null,
  title text not null,
  cadence public.task_cadence not null default 'weekly',
  weekly_quota smallint not null,
  from_week smallint not null default 1,
  to_week smallint not null default 12,
  created_at timestamptz not null default now(),
  constraint task_pkey primary key (id),
  constraint task_id_cycle_owner_key unique (id, cycle_id, owner_id),
  constraint task_goal_fkey foreign key (goal_id, cycle_id, owner_id)
    references public.goal (id, cycle_id, owner_id) on delete cascade,
  constraint task_title_length_check check (char_length(btrim(title)) between 1 and 200),
  constraint task_weekly_quota_check check (weekly_quota between 1 and 100),
  constraint task_weeks_check check (1 <= from_week and from_week <= to_week and to_week <= 12)
);

create table public.plan_item (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  cycle_id uuid not null,
  weekly_plan_id uuid not null,
  task_id uuid not null,
  quota smallint not null,
  done_count smallint not null default 0,
  notes text,
  created_at timestamptz not null default now(),
  constraint plan_item_pkey primary key (id),
  constraint plan_item_one_per_task_key unique (weekly_plan_id, task_id),
  constraint plan_item_weekly_plan_fkey foreign key (weekly_plan_id, cycle_id, owner_id)
    references public.weekly_plan (id, cycle_id, owner_id) on delete cascade,
  constraint plan_item_task_fkey foreign key (task_id, cycle_id, owner_id)
    references public.task (id, cycle_id, owner_id) on delete cascade,
  constraint plan_item_quota_check check (quota between 1 and 100),
  constraint plan_item_done_count_check check (done_count between 0 and 1000),
  constraint plan_item_notes_length_check check (char_length(notes) <= 2000)
);

create unique index cycle_one_active_per_owner_idx on public.cycle (owner_id) where status = 'active';

-- The owner comes first, since every query of a person is restricted to it.
create index vision_owner_idx on public.vision (owner_id);
create index cycle_owner_vision_idx on public.cycle (owner_id, vision_id);
create index goal_owner_cycle_idx on public.goal (owner_id, cycle_id);
create index weekly_plan_owner_cycle_idx on public.weekly_plan (owner_id, cycle_id);
create index task_owner_cycle_goal_idx on public.task (owner_id, cycle_id, goal_id);
create index plan_item_owner_cycle_plan_idx on public.plan_item (owner_id, cycle_id, weekly_plan_id);
create index plan_item_owner_cycle_task_idx on public.plan_item (owner_id, cycle_id, task_id);

alter table public.vision enable row level security;
alter table public.cycle enable row level security;
alter table public.goal enable row level security;
alter table public.weekly_plan enable row level security;
alter table public.task enable row level security;
alter table public.plan_item enable row level security;

create policy vision_of_owner on public.vision to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy cycle_of_owner on public.cycle to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy goal_of_owner on public.goal to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy weekly_plan_of_owner on public.weekly_plan to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy task_of_owner on public.task to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy plan_item_of_owner on public.plan_item to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

-- The platform grants everything to everybody, and row security does not stop TRUNCATE.
revoke all on public.vision, public.cycle, public.goal, public.weekly_plan, public.task, public.plan_item
  from anon, authenticated;
grant select, insert, update, delete
  on public.vision, public.cycle, public.goal, public.weekly_plan, public.task, public.plan_item to authenticated;
