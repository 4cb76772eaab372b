-- The database as it was found. Supabase's ledger keeps the statements as they were when they ran.
CREATE SCHEMA IF NOT EXISTS supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY, statements text[], name text);
INSERT INTO supabase_migrations.schema_migrations VALUES ('20260210090000', ARRAY[
  $$create table public.members (
  id uuid primary key default gen_random_uuid(),
  full_name text not null,
  joined_at timestamptz not null default now()
)$$,
  $$alter table public.members enable row level security$$,
  $$create policy members_read_own on public.members for select to authenticated using (members.id = (select auth.uid()))$$
], 'members');

CREATE TABLE public.members (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  full_name text NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
