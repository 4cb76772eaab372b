import { expect, test } from 'vitest';
import { database } from './database.ts';

/** Every column: its type, `?` where it may be null, `=` what it is filled with, `:=` what it always is. */
const columns = `
audit_log.id uuid = gen_random_uuid()
audit_log.owner_id uuid
audit_log.actor_id uuid?
audit_log.action audit_action
audit_log.entity text
audit_log.entity_id uuid
audit_log.before jsonb?
audit_log.after jsonb?
audit_log.at timestamp with time zone = clock_timestamp()
chat_message.id uuid = gen_random_uuid()
chat_message.owner_id uuid = auth.uid()
chat_message.session_id uuid
chat_message.role chat_role
chat_message.content text
chat_message.metadata jsonb = '{}'::jsonb
chat_message.sent_at timestamp with time zone = clock_timestamp()
chat_session.id uuid = gen_random_uuid()
chat_session.owner_id uuid = auth.uid()
chat_session.cycle_id uuid?
chat_session.title text
chat_session.resume_token uuid = gen_random_uuid()
chat_session.started_at timestamp with time zone = now()
chat_session.ended_at timestamp with time zone?
cycle.id uuid = gen_random_uuid()
cycle.owner_id uuid = auth.uid()
cycle.vision_id uuid
cycle.starts_on date
cycle.ends_on date := (starts_on + 83)
cycle.status cycle_status = 'planned'::cycle_status
cycle.created_at timestamp with time zone = now()
goal.id uuid = gen_random_uuid()
goal.owner_id uuid = auth.uid()
goal.cycle_id uuid
goal.type goal_type
goal.statement text
goal.measure text
goal.created_at timestamp with time zone = now()
plan_item.id uuid = gen_random_uuid()
plan_item.owner_id uuid = auth.uid()
plan_item.cycle_id uuid
plan_item.weekly_plan_id uuid
plan_item.task_id uuid
plan_item.quota smallint
plan_item.done_count smallint = 0
plan_item.notes text?
plan_item.created_at timestamp with time zone = now()
task.id uuid = gen_random_uuid()
task.owner_id uuid = auth.uid()
task.cycle_id uuid
task.goal_id uuid
task.title text
task.cadence task_cadence = 'weekly'::task_cadence
task.weekly_quota smallint
task.from_week smallint = 1
task.to_week smallint = 12
task.created_at timestamp with time zone = now()
vision.id uuid = gen_random_uuid()
vision.owner_id uuid = auth.uid()
vision.text text
vision.horizon text
vision.created_at timestamp with time zone = now()
weekly_plan.id uuid = gen_random_uuid()
weekly_plan.owner_id uuid = auth.uid()
weekly_plan.cycle_id uuid
weekly_plan.week smallint
weekly_plan.locked boolean = false
weekly_plan.intention text?
weekly_plan.created_at timestamp with time zone = now()
`;

test('a column is there or may be missing, and is filled in, as written here', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query<{ line: string }>(`
    SELECT format('%s.%s %s%s%s', relname, attname, format_type(atttypid, atttypmod),
        CASE WHEN NOT attnotnull THEN '?' END,
        CASE WHEN attgenerated <> '' THEN ' := ' ELSE ' = ' END || pg_get_expr(adbin, adrelid)) AS line
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
    ORDER BY relname COLLATE "C", attnum`);
  expect(rows.map(({ line }) => line)).toEqual(columns.trim().split('\n'));
});

test('a row is known by its id', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query(`
    SELECT relname, (SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c WHERE conrelid = t.oid AND contype = 'p') AS key
    FROM pg_class t WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`);
  const others = rows.filter(({ key }) => key !== 'PRIMARY KEY (id)');
  expect(others).toEqual([]);
});
