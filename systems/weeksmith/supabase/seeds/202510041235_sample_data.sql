-- Three people in three situations: Mara in week 8 of her cycle with the second half locked, Jonas about to begin, Ife
-- between two cycles. Run it again whenever you like: once one of them exists, it changes nothing.
do $seed$
declare
  mara constant uuid := '5eed0000-0000-4000-8000-000000000001';
  jonas constant uuid := '5eed0000-0000-4000-8000-000000000002';
  ife constant uuid := '5eed0000-0000-4000-8000-000000000003';
begin
  if exists (select from auth.users where id in (mara, jonas, ife)) then
    return;
  end if;

  -- Ids follow from what they name, so that every database gets the same ones.
  create function pg_temp.seed_id(name text) returns uuid language sql immutable as
    $id$ select overlay(overlay(md5('weeksmith/' || name) placing '8' from 13) placing '8' from 17)::uuid $id$;
  -- A number from 0 to 99 that looks thrown and is always the same.
  create function pg_temp.seed_dice(name text) returns integer language sql immutable as
    $dice$ select ('x' || left(md5('dice/' || name), 7))::bit(28)::integer % 100 $dice$;

  insert into auth.users (id, email, role, aud, created_at) values
    (mara, 'mara.lindholm@example.org', 'authenticated', 'authenticated', '2025-09-28 17:02+00'),
    (jonas, 'jonas.adeyemi@example.org', 'authenticated', 'authenticated', '2025-10-03 06:40+00'),
    (ife, 'ife.castellano@example.org', 'authenticated', 'authenticated', '2025-06-20 11:15+00');

  insert into public.vision (id, owner_id, text, horizon) values
    (pg_temp.seed_id('vision/mara'), mara,
     'I run a small studio that teaches furniture making, and I am strong enough to lift my own oak.', 'three years'),
    (pg_temp.seed_id('vision/jonas'), jonas,
     'I lead a team that ships without night shifts, and Sundays belong to my family.', 'two years'),
    (pg_temp.seed_id('vision/ife'), ife,
     'My field recordings are heard in a museum, and I speak Yoruba with my grandmother.', 'five years');

  insert into public.cycle (id, owner_id, vision_id, starts_on, status) values
    (pg_temp.seed_id('cycle/mara/2'), mara, pg_temp.seed_id('vision/mara'), '2025-10-06', 'active'),
    (pg_temp.seed_id('cycle/jonas/1'), jonas, pg_temp.seed_id('vision/jonas'), '2025-12-01', 'planned'),
    (pg_temp.seed_id('cycle/ife/1'), ife, pg_temp.seed_id('vision/ife'), '2025-06-30', 'completed'),
    (pg_temp.seed_id('cycle/ife/2'), ife, pg_temp.seed_id('vision/ife'), '2026-01-05', 'planned');

  insert into public.goal (id, owner_id, cycle_id, type, statement, measure)
  select pg_temp.seed_id('goal/' || g.cycle || '/' || g.type), c.owner_id, c.id, g.type::public.goal_type, g.statement, g.measure
  from (values
    ('mara/2', 'professional', 'Run the first weekend course from end to end', 'eight paying guests on 13 December'),
    ('mara/2', 'personal', 'Deadlift my own body weight', 'one clean repetition by week 12'),
    ('jonas/1', 'professional', 'Halve the time from merge to release', 'median below two hours in February'),
    ('jonas/1', 'personal', 'Cook on Sundays again', 'ten family dinners'),
    ('ife/1', 'professional', 'Record the harbour at all hours', 'twenty-four finished recordings'),
    ('ife/1', 'personal', 'Hold a conversation in Yoruba', 'fifteen minutes on the phone without English'),
    ('ife/2', 'professional', 'Send the harbour piece to three museums', 'three submissions confirmed')
  ) as g (cycle, type, statement, measure)
  join public.cycle c on c.id = pg_temp.seed_id('cycle/' || g.cycle);

  insert into public.task (id, owner_id, cycle_id, goal_id, title, cadence, weekly_quota, from_week, to_week)
  select pg_temp.seed_id('task/' || t.cycle || '/' || t.title), g.owner_id, g.cycle_id, g.id, t.title,
    t.cadence::public.task_cadence, t.quota, t.first, t.last
  from (values
    ('mara/2', 'professional', 'Write a chapter of the course script', 'weekly', 2, 1, 6),
    ('mara/2', 'professional', 'Call a former guest', 'weekly', 3, 3, 9),
    ('mara/2', 'professional', 'Build and photograph a sample stool', 'weekly', 1, 5, 12),
    ('mara/2', 'professional', 'Rehearse a workshop day', 'once', 1, 10, 11),
    ('mara/2', 'personal', 'Lift', 'weekly', 3, 1, 12),
    ('mara/2', 'personal', 'Stretch before work', 'daily', 5, 1, 12),
    ('jonas/1', 'professional', 'Remove one manual release step', 'weekly', 1, 1, 8),
    ('jonas/1', 'professional', 'Review the release times with the team', 'weekly', 1, 1, 12),
    ('jonas/1', 'personal', 'Plan and cook Sunday dinner', 'weekly', 1, 1, 12),
    ('ife/1', 'professional', 'Record an hour of the day', 'weekly', 2, 1, 12),
    ('ife/1', 'professional', 'Cut and label last week’s recordings', 'weekly', 2, 2, 12),
    ('ife/1', 'personal', 'Lesson with Mrs. Adebayo', 'weekly', 1, 1, 12),
    ('ife/1', 'personal', 'Vocabulary', 'daily', 6, 1, 12)
  ) as t (cycle, type, title, cadence, quota, first, last)
  join public.goal g on g.id = pg_temp.seed_id('goal/' || t.cycle || '/' || t.type);

  -- Mara and Ife have planned every week, Jonas only the first.
  insert into public.weekly_plan (id, owner_id, cycle_id, week, intention)
  select pg_temp.seed_id('plan/' || p.cycle || '/' || week), c.owner_id, c.id, week,
    case week when 1 then 'Begin small and begin on Monday.' when 6 then 'Half-time: look at the numbers.'
              when 12 then 'Finish, then rest.' end
  from (values ('mara/2', 12), ('jonas/1', 1), ('ife/1', 12)) as p (cycle, weeks)
  join public.cycle c on c.id = pg_temp.seed_id('cycle/' || p.cycle)
  cross join generate_series(1, p.weeks) as week;

  -- Up to week 8 of Mara's cycle, and in all of Ife's, there is something to count.
  insert into public.plan_item (id, owner_id, cycle_id, weekly_plan_id, task_id, quota, done_count, notes)
  select pg_temp.seed_id('item/' || t.id || '/' || p.week), t.owner_id, t.cycle_id, p.id, t.id, t.weekly_quota,
    case when c.status = 'completed' or (c.status = 'active' and p.week < 8) then
      greatest(0, t.weekly_quota - case when dice.thrown < 55 then 0 when dice.thrown < 85 then 1 else 2 end)
      when c.status = 'active' and p.week = 8 then t.weekly_quota / 2
      else 0 end,
    case when dice.thrown > 92 and p.week < 8 then 'A cold; carried over.' end
  from public.task t
  join public.cycle c on c.id = t.cycle_id
  join public.weekly_plan p on p.cycle_id = t.cycle_id and p.week between t.from_week and t.to_week
  cross join lateral (select pg_temp.seed_dice(t.id || '/' || p.week) as thrown) as dice
  where t.owner_id in (mara, jonas, ife);

  update public.weekly_plan set locked = true
  where cycle_id in (pg_temp.seed_id('cycle/mara/2'), pg_temp.seed_id('cycle/ife/1')) and week >= 7;

  insert into public.chat_session (id, owner_id, cycle_id, title, resume_token, started_at, ended_at) values
    (pg_temp.seed_id('chat/mara/1'), mara, pg_temp.seed_id('cycle/mara/2'), 'Which goal first?',
     pg_temp.seed_id('token/mara/1'), '2025-10-05 18:00+00', '2025-10-05 18:20+00'),
    (pg_temp.seed_id('chat/mara/2'), mara, pg_temp.seed_id('cycle/mara/2'), 'Half-time',
     pg_temp.seed_id('token/mara/2'), '2025-11-16 19:30+00', null),
    (pg_temp.seed_id('chat/ife/1'), ife, null, 'What did I learn?',
     pg_temp.seed_id('token/ife/1'), '2025-09-22 08:10+00', '2025-09-22 08:40+00');

  insert into public.chat_message (id, owner_id, session_id, role, content, metadata, sent_at)
  select pg_temp.seed_id('message/' || m.session || '/' || m.number), s.owner_id, s.id, m.role::public.chat_role, m.content,
    m.metadata::jsonb, s.started_at + m.number * interval '2 minutes'
  from (values
    ('mara/1', 1, 'user', 'I have six goals. Which two?', '{}'),
    ('mara/1', 2, 'coach', 'Which one would make the other five easier?', '{"model": "coach-small", "tokens": 214, "latency_ms": 840}'),
    ('mara/1', 3, 'user', 'The course. It pays for the rest.', '{}'),
    ('mara/2', 1, 'user', 'I skipped stretching four weeks in a row.', '{}'),
    ('mara/2', 2, 'coach', 'Five a week was planned. What would you sign for?', '{"model": "coach-small", "tokens": 367, "latency_ms": 1120.5}'),
    ('ife/1', 1, 'user', 'I finished. Now I am empty.', '{}'),
    ('ife/1', 2, 'coach', 'Week thirteen is for looking back. Tell me of one recording.', '{"model": "coach-large", "tokens": 502, "latency_ms": 2310}')
  ) as m (session, number, role, content, metadata)
  join public.chat_session s on s.id = pg_temp.seed_id('chat/' || m.session);

  drop function pg_temp.seed_id(text);
  drop function pg_temp.seed_dice(text);
end;
$seed$;
