-- Who did what, with the row before and after. Written by triggers only, read by the owner, changed by nobody.

set lock_timeout = '5s';

create type public.audit_action as enum ('insert', 'update', 'delete');

create table public.audit_log (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  -- Null: done by the service itself.
  actor_id uuid,
  action public.audit_action not null,
  entity text not null,
  entity_id uuid not null,
  before jsonb,
  after jsonb,
  at timestamptz not null default clock_timestamp(),
  constraint audit_log_pkey primary key (id),
  constraint audit_log_owner_fkey foreign key (owner_id) references auth.users (id) on delete cascade,
  constraint audit_log_entity_check check (entity ~ '^[a-z_]+$'),
  constraint audit_log_before_is_object_check check (jsonb_typeof(before) = 'object'),
  constraint audit_log_after_is_object_check check (jsonb_typeof(after) = 'object'),
  constraint audit_log_before_or_after_check check (before is not null or after is not null)
);

create index audit_log_owner_at_idx on public.audit_log (owner_id, at desc);
create index audit_log_entity_idx on public.audit_log (entity, entity_id, at);

alter table public.audit_log enable row level security;
create policy audit_log_of_owner on public.audit_log for select to authenticated
  using (owner_id = (select auth.uid()));
revoke all on public.audit_log from anon, authenticated, service_role;
grant select on public.audit_log to authenticated, service_role;

-- Runs as its owner, since nobody else may write here. The arguments name columns that are not to be copied.
create function private.write_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  hidden constant text[] := coalesce(tg_argv, '{}');
  entry constant jsonb := case tg_op when 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  owner constant uuid := entry ->> 'owner_id';
begin
  if tg_op = 'UPDATE' and old is not distinct from new then
    return null;
  end if;
  if tg_op = 'DELETE' and private.account_is_closed(owner) then
    return null;
  end if;
  insert into public.audit_log (owner_id, actor_id, action, entity, entity_id, before, after)
  values (owner, auth.uid(), lower(tg_op)::public.audit_action, tg_table_name, (entry ->> 'id')::uuid,
    case when tg_op <> 'INSERT' then to_jsonb(old) - hidden end,
    case when tg_op <> 'DELETE' then to_jsonb(new) - hidden end);
  return null;
end;
$$;

create trigger vision_audit after insert or update or delete on public.vision
  for each row execute function private.write_audit();
create trigger cycle_audit after insert or update or delete on public.cycle
  for each row execute function private.write_audit();
create trigger goal_audit after insert or update or delete on public.goal
  for each row execute function private.write_audit();
create trigger weekly_plan_audit after insert or update or delete on public.weekly_plan
  for each row execute function private.write_audit();
create trigger task_audit after insert or update or delete on public.task
  for each row execute function private.write_audit();
create trigger plan_item_audit after insert or update or delete on public.plan_item
  for each row execute function private.write_audit();

-- For everybody, the service role and the owner of the table included. Entries go only with the account that they tell of.
create function private.audit_log_is_append_only() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and private.account_is_closed(old.owner_id) then
    return old;
  end if;
  raise exception 'the audit log is append-only: % is refused', lower(tg_op)
    using errcode = 'WK003',
          constraint = 'audit_log_is_append_only',
          hint = 'What was done stays on record. Correct the data itself; that is recorded as well.';
end;
$$;

create trigger audit_log_is_append_only before update or delete on public.audit_log
  for each row execute function private.audit_log_is_append_only();
create trigger audit_log_is_not_truncated before truncate on public.audit_log
  for each statement execute function private.audit_log_is_append_only();
