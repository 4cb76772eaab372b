import {
  check,
  constraint,
  foreignKey,
  type Rule,
  trigger,
  unique,
  uniqueIndex,
} from '../../shared/rules.ts';
import { lock } from './lock-rules.ts';
import { a, b, insertGoal, insertItem, insertPlan, insertTask } from './rows.ts';

/** A check on one column of one row. */
function checked(title: string, table: string, name: string, row: string, set: string): Rule {
  return {
    title,
    ...constraint(table, name),
    breaks: `UPDATE ${table} SET ${set} WHERE id = ${a(row)}`,
    code: check,
  };
}

/** A blank and an overlong text. */
function lengths(
  table: string,
  row: string,
  column: string,
  most: number,
  canBeBlank = false,
): readonly Rule[] {
  const name = `${table}_${column}_length_check`;
  const long = checked(
    `${column} of ${table} is at most ${most} long`,
    table,
    name,
    row,
    `${column} = repeat('x', ${most + 1})`,
  );
  return canBeBlank
    ? [long]
    : [long, checked(`${column} of ${table} says something`, table, name, row, `${column} = ''`)];
}

const references: readonly Rule[] = [
  {
    title: 'a vision belongs to an account',
    ...constraint('vision', 'vision_owner_fkey'),
    breaks: `ALTER TABLE vision DISABLE TRIGGER vision_audit;
      INSERT INTO vision (owner_id, text, horizon) VALUES (gen_random_uuid(), 'Nobody’s', 'a year')`,
    code: foreignKey,
  },
  {
    title: 'a cycle belongs to a vision of the same person',
    ...constraint('cycle', 'cycle_vision_fkey'),
    breaks: `UPDATE cycle SET vision_id = ${b('0001')} WHERE id = ${a('0002')}`,
    code: foreignKey,
  },
  {
    title: 'a goal belongs to a cycle of the same person',
    ...constraint('goal', 'goal_cycle_fkey'),
    breaks: insertGoal(b('0000'), a('0003'), 'personal'),
    code: foreignKey,
  },
  {
    title: 'a weekly plan belongs to a cycle of the same person',
    ...constraint('weekly_plan', 'weekly_plan_cycle_fkey'),
    breaks: insertPlan(b('0000'), a('0003'), 1),
    code: foreignKey,
  },
  {
    title: 'a task belongs to a goal of the same person',
    ...constraint('task', 'task_goal_fkey'),
    breaks: insertTask(b('0000'), b('0002'), a('0011'), 1, 6),
    code: foreignKey,
  },
  {
    title: 'a task belongs to a goal of the same cycle',
    ...constraint('task', 'task_goal_fkey'),
    breaks: insertTask(a('0000'), a('0003'), a('0011'), 1, 6),
    code: foreignKey,
  },
  {
    title: 'a plan item belongs to a plan of the same person',
    ...constraint('plan_item', 'plan_item_weekly_plan_fkey'),
    breaks: insertItem(b('0031'), a('0021')),
    code: foreignKey,
  },
  {
    title: 'a plan item belongs to a task of the same person',
    ...constraint('plan_item', 'plan_item_task_fkey'),
    breaks: insertItem(a('0031'), b('0021')),
    code: foreignKey,
  },
  {
    title: 'a talk belongs to an account',
    ...constraint('chat_session', 'chat_session_owner_fkey'),
    breaks: `ALTER TABLE chat_session DISABLE TRIGGER chat_session_audit;
      INSERT INTO chat_session (owner_id, title) VALUES (gen_random_uuid(), 'Nobody’s')`,
    code: foreignKey,
  },
  {
    title: 'a talk is about a cycle of the same person',
    ...constraint('chat_session', 'chat_session_cycle_fkey'),
    breaks: `UPDATE chat_session SET cycle_id = ${b('0002')} WHERE id = ${a('0051')}`,
    code: foreignKey,
  },
  {
    title: 'a message belongs to a talk of the same person',
    ...constraint('chat_message', 'chat_message_session_fkey'),
    breaks: `UPDATE chat_message SET session_id = ${b('0051')} WHERE id = ${a('0061')}`,
    code: foreignKey,
  },
  {
    title: 'an entry of the audit log belongs to an account',
    ...constraint('audit_log', 'audit_log_owner_fkey'),
    breaks: `INSERT INTO audit_log (owner_id, action, entity, entity_id, after)
      VALUES (gen_random_uuid(), 'insert', 'vision', gen_random_uuid(), '{}')`,
    code: foreignKey,
  },
];

const planner: readonly Rule[] = [
  {
    title: 'a cycle has one goal of each type: a second professional one fails',
    ...constraint('goal', 'goal_one_of_each_type_key'),
    breaks: insertGoal(a('0000'), a('0002'), 'professional'),
    code: unique,
  },
  {
    title: 'a cycle has one goal of each type: a second personal one fails',
    ...constraint('goal', 'goal_one_of_each_type_key'),
    breaks: insertGoal(a('0000'), a('0002'), 'personal'),
    code: unique,
  },
  {
    title: 'a goal cannot change into a second one of its type',
    ...constraint('goal', 'goal_one_of_each_type_key'),
    breaks: `UPDATE goal SET type = 'personal' WHERE id = ${a('0011')}`,
    code: unique,
  },
  {
    title: 'a person has at most one active cycle',
    ...uniqueIndex('cycle_one_active_per_owner_idx'),
    breaks: `UPDATE cycle SET status = 'active' WHERE id = ${a('0003')}`,
    code: unique,
  },
  {
    title: 'a week has one plan',
    ...constraint('weekly_plan', 'weekly_plan_one_per_week_key'),
    breaks: insertPlan(a('0000'), a('0002'), 8),
    code: unique,
  },
  {
    title: 'a task stands once in a plan',
    ...constraint('plan_item', 'plan_item_one_per_task_key'),
    breaks: insertItem(a('0038'), a('0022')),
    code: unique,
  },
  ...[0, 13].map((week) => ({
    title: `a cycle has no week ${week}`,
    ...constraint('weekly_plan', 'weekly_plan_week_check'),
    breaks: insertPlan(a('0000'), a('0002'), week),
    code: check,
  })),
  checked(
    'weeks 1 to 6 are not locked',
    'weekly_plan',
    'weekly_plan_only_second_half_locks_check',
    '0031',
    'locked = true',
  ),
  ...[
    [0, 3],
    [4, 3],
    [3, 13],
  ].map(([from, to]) => ({
    title: `a task does not go from week ${from} to week ${to}`,
    ...constraint('task', 'task_weeks_check'),
    breaks: `ALTER TABLE task DISABLE TRIGGER task_week_lock_update;
      UPDATE task SET from_week = ${from}, to_week = ${to} WHERE id = ${a('0021')}`,
    code: check,
  })),
  ...[0, 101].flatMap((quota) => [
    checked(
      `nothing is due ${quota} times a week`,
      'task',
      'task_weekly_quota_check',
      '0021',
      `weekly_quota = ${quota}`,
    ),
    checked(
      `nothing is planned ${quota} times`,
      'plan_item',
      'plan_item_quota_check',
      '0041',
      `quota = ${quota}`,
    ),
  ]),
  ...[-1, 1001].map((count) =>
    checked(
      `nothing is done ${count} times`,
      'plan_item',
      'plan_item_done_count_check',
      '0041',
      `done_count = ${count}`,
    ),
  ),
  ...lengths('vision', '0001', 'text', 4000),
  ...lengths('vision', '0001', 'horizon', 100),
  ...lengths('goal', '0011', 'statement', 500),
  ...lengths('goal', '0011', 'measure', 300),
  ...lengths('weekly_plan', '0031', 'intention', 500, true),
  ...lengths('task', '0021', 'title', 200),
  ...lengths('plan_item', '0041', 'notes', 2000, true),
];

const entry = (before: string, after: string) =>
  `INSERT INTO audit_log (owner_id, action, entity, entity_id, before, after)
    VALUES (${a('0000')}, 'update', 'vision', ${a('0001')}, ${before}, ${after})`;

const audit: readonly Rule[] = [
  ...[`'[]'`, `'"text"'`, `'1'`, `'null'`].flatMap((value) => [
    {
      title: `the row before is an object, not ${value}`,
      ...constraint('audit_log', 'audit_log_before_is_object_check'),
      breaks: entry(value, `'{}'`),
      code: check,
    },
    {
      title: `the row after is an object, not ${value}`,
      ...constraint('audit_log', 'audit_log_after_is_object_check'),
      breaks: entry(`'{}'`, value),
      code: check,
    },
  ]),
  {
    title: 'an entry says what was before or after',
    ...constraint('audit_log', 'audit_log_before_or_after_check'),
    breaks: entry('NULL', 'NULL'),
    code: check,
  },
  {
    title: 'an entry names a table',
    ...constraint('audit_log', 'audit_log_entity_check'),
    breaks: entry(`'{}'`, `'{}'`).replace(`'vision'`, `'Vision!'`),
    code: check,
  },
  ...[`UPDATE audit_log SET after = '{}'`, 'DELETE FROM audit_log'].map((breaks) => ({
    title: `not even the owner of the table may ${breaks.toLowerCase().split(' ')[0]} entries`,
    ...trigger('audit_log', 'audit_log_is_append_only'),
    breaks,
    code: 'WK003',
  })),
  {
    title: 'not even the owner of the table may truncate the log',
    ...trigger('audit_log', 'audit_log_is_not_truncated'),
    breaks: 'TRUNCATE audit_log',
    code: 'WK003',
    constraint: 'audit_log_is_append_only',
  },
];

const metadata = (value: string) => `metadata = '${value}'`;

const chat: readonly Rule[] = [
  ...lengths('chat_session', '0051', 'title', 200),
  ...lengths('chat_message', '0061', 'content', 20_000),
  checked(
    'a talk does not end before it starts',
    'chat_session',
    'chat_session_ends_after_start_check',
    '0051',
    `ended_at = started_at - interval '1 second'`,
  ),
  {
    title: 'a token resumes one talk',
    ...constraint('chat_session', 'chat_session_resume_token_key'),
    breaks: `UPDATE chat_session SET resume_token = ${a('0051')}`,
    code: unique,
  },
  ...['[]', '"text"', 'null'].map((value) =>
    checked(
      `metadata is an object, not ${value}`,
      'chat_message',
      'chat_message_metadata_is_object_check',
      '0061',
      metadata(value),
    ),
  ),
  checked(
    'metadata has no unknown keys',
    'chat_message',
    'chat_message_metadata_keys_check',
    '0061',
    metadata('{"tokens": 5, "mood": "good"}'),
  ),
  ...[
    '{"model": 1}',
    '{"goal_id": {}}',
    '{"tokens": "5"}',
    '{"tokens": -1}',
    '{"latency_ms": [1]}',
    '{"latency_ms": -0.5}',
  ].map((value) =>
    checked(
      `metadata is not ${value}`,
      'chat_message',
      'chat_message_metadata_values_check',
      '0061',
      metadata(value),
    ),
  ),
];

/** Every rule of the data model that one statement can break. */
export const rules: readonly Rule[] = [...references, ...planner, ...lock, ...audit, ...chat];
