-- Transcripts of talks with the coach. Their text stays here: the audit log tells that something was said, not what.

set lock_timeout = '5s';

create type public.chat_role as enum ('user', 'coach', 'system');

create table public.chat_session (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  -- Null: a talk about no cycle in particular.
  cycle_id uuid,
  title text not null,
  -- Whoever knows it may go on with the talk.
  resume_token uuid not null default gen_random_uuid(),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint chat_session_pkey primary key (id),
  constraint chat_session_id_owner_key unique (id, owner_id),
  constraint chat_session_resume_token_key unique (resume_token),
  constraint chat_session_owner_fkey foreign key (owner_id) references auth.users (id) on delete cascade,
  -- A talk outlives its cycle, and keeps its owner.
  constraint chat_session_cycle_fkey foreign key (cycle_id, owner_id)
    references public.cycle (id, owner_id) on delete set null (cycle_id),
  constraint chat_session_title_length_check check (char_length(btrim(title)) between 1 and 200),
  constraint chat_session_ends_after_start_check check (ended_at >= started_at)
);

create table public.chat_message (
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  session_id uuid not null,
  role public.chat_role not null,
  content text not null,
  metadata jsonb not null default '{}',
  sent_at timestamptz not null default clock_timestamp(),
  constraint chat_message_pkey primary key (id),
  constraint chat_message_session_fkey foreign key (session_id, owner_id)
    references public.chat_session (id, owner_id) on delete cascade,
  constraint chat_message_content_length_check check (char_length(content) between 1 and 20000),
  constraint chat_message_metadata_is_object_check check (jsonb_typeof(metadata) = 'object'),
  constraint chat_message_metadata_keys_check check (
    case when jsonb_typeof(metadata) = 'object'
      then metadata - array['model', 'tokens', 'latency_ms', 'goal_id'] = '{}' end
  ),
  constraint chat_message_metadata_values_check check (
    coalesce(jsonb_typeof(metadata -> 'model'), 'string') = 'string'
    and coalesce(jsonb_typeof(metadata -> 'goal_id'), 'string') = 'string'
    and coalesce(jsonb_typeof(metadata -> 'tokens'), 'number') = 'number'
    and coalesce(jsonb_typeof(metadata -> 'latency_ms'), 'number') = 'number'
    and metadata -> 'tokens' >= '0'
    and metadata -> 'latency_ms' >= '0'
  )
);

create index chat_session_owner_cycle_idx on public.chat_session (owner_id, cycle_id);
create index chat_message_owner_session_idx on public.chat_message (owner_id, session_id, sent_at);

alter table public.chat_session enable row level security;
alter table public.chat_message enable row level security;

create policy chat_session_of_owner on public.chat_session to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy chat_message_of_owner on public.chat_message to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

revoke all on public.chat_session, public.chat_message from anon, authenticated;
grant select, insert, update, delete on public.chat_session, public.chat_message to authenticated;

create trigger chat_session_audit after insert or update or delete on public.chat_session
  for each row execute function private.write_audit('title', 'resume_token');
create trigger chat_message_audit after insert or update or delete on public.chat_message
  for each row execute function private.write_audit('content', 'metadata');
