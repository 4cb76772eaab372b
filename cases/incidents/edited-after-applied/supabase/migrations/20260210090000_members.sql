-- Members of the club, and when they joined.
create table public.members (
  id uuid primary key default gen_random_uuid(),
  full_name text not null,
  joined_at timestamptz not null default now()
);

-- Nobody but themselves.
alter table public.members enable row level security;

create policy members_read_own on public.members
  for select
  to authenticated
  using (id = (select auth.uid()));
