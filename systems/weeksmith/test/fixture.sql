-- Two people who have the same: a vision, an active cycle with both goals, an early and a late task, the weeks 1, 7 and 8
-- of which week 7 is locked, an item in each, and a talk. Ids end in a<row> for one and b<row> for the other.
CREATE FUNCTION pg_temp.id(person text, entry text) RETURNS uuid LANGUAGE sql AS
  $$ SELECT ('00000000-0000-4000-8000-0000000' || person || entry)::uuid $$;
CREATE TEMP TABLE people AS SELECT person, pg_temp.id(person, '0000') AS id FROM (VALUES ('a'), ('b')) AS p (person);

INSERT INTO auth.users (id, email) SELECT id, person || '@example.org' FROM people;

INSERT INTO vision (id, owner_id, text, horizon)
SELECT pg_temp.id(person, '0001'), id, 'Teach what I know, and keep learning.', 'three years' FROM people;

INSERT INTO cycle (id, owner_id, vision_id, starts_on, status)
SELECT pg_temp.id(person, '0002'), id, pg_temp.id(person, '0001'), '2025-10-06', 'active' FROM people;

-- A second cycle, still empty.
INSERT INTO cycle (id, owner_id, vision_id, starts_on)
SELECT pg_temp.id(person, '0003'), id, pg_temp.id(person, '0001'), '2026-01-05' FROM people;

INSERT INTO goal (id, owner_id, cycle_id, type, statement, measure)
SELECT pg_temp.id(person, row), id, pg_temp.id(person, '0002'), type::goal_type, statement, measure
FROM people, (VALUES
  ('0011', 'professional', 'Publish the course', 'twelve lessons online'),
  ('0012', 'personal', 'Run ten kilometres', 'in under an hour')
) AS g (row, type, statement, measure);

INSERT INTO task (id, owner_id, cycle_id, goal_id, title, weekly_quota, from_week, to_week)
SELECT pg_temp.id(person, row), id, pg_temp.id(person, '0002'), pg_temp.id(person, goal), title, quota, first, last
FROM people, (VALUES
  ('0021', '0011', 'Write a lesson', 3, 1, 6),
  ('0022', '0012', 'Run', 2, 7, 12)
) AS t (row, goal, title, quota, first, last);

INSERT INTO weekly_plan (id, owner_id, cycle_id, week, intention)
SELECT pg_temp.id(person, row), id, pg_temp.id(person, '0002'), week, 'Start early.'
FROM people, (VALUES ('0031', 1), ('0037', 7), ('0038', 8)) AS w (row, week);

INSERT INTO plan_item (id, owner_id, cycle_id, weekly_plan_id, task_id, quota, done_count, notes)
SELECT pg_temp.id(person, row), id, pg_temp.id(person, '0002'), pg_temp.id(person, plan), pg_temp.id(person, task), quota, done, NULL
FROM people, (VALUES
  ('0041', '0031', '0021', 3, 3),
  ('0047', '0037', '0022', 2, 1),
  ('0048', '0038', '0022', 2, 0)
) AS i (row, plan, task, quota, done);

UPDATE weekly_plan SET locked = true WHERE week = 7;

INSERT INTO chat_session (id, owner_id, cycle_id, title)
SELECT pg_temp.id(person, '0051'), id, pg_temp.id(person, '0002'), 'How to begin' FROM people;

INSERT INTO chat_message (id, owner_id, session_id, role, content, metadata)
SELECT pg_temp.id(person, '0061'), id, pg_temp.id(person, '0051'), 'user', 'Where do I begin?', '{"tokens": 5}' FROM people;

-- A connection that loads it keeps nothing of it.
DROP TABLE people;
DROP FUNCTION pg_temp.id(text, text);
