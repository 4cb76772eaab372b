import { idOf } from './database.ts';

/** The object that holds a rule. */
export type Guard =
  | { readonly kind: 'constraint'; readonly table: string; readonly name: string }
  | { readonly kind: 'index'; readonly table: string; readonly name: string }
  | { readonly kind: 'trigger'; readonly table: string; readonly name: string };

/** One rule that the database holds: a statement that breaks it, who refuses, and how. */
export interface Rule {
  readonly title: string;
  readonly guard: Guard;
  readonly breaks: string;
  /** SQLSTATE. https://www.postgresql.org/docs/18/errcodes-appendix.html; `WK...` are this project's own. */
  readonly code: string;
  /** The `constraint` field of the error, where it is not the guard's name. */
  readonly constraint?: string;
  readonly message?: string;
}

/** The statement that takes a rule away. */
export function without({ kind, table, name }: Guard): string {
  if (kind === 'constraint') return `ALTER TABLE ${table} DROP CONSTRAINT ${name}`;
  if (kind === 'index') return `DROP INDEX ${name}`;
  return `DROP TRIGGER ${name} ON ${table}`;
}

const check = '23514';
const unique = '23505';
const foreignKey = '23503';

/** Literals for rows of the fixture: Ada's, and Ben's. */
const a = (row: string) => `'${idOf('a', row)}'`;
const b = (row: string) => `'${idOf('b', row)}'`;

function constraint(table: string, name: string) {
  return { guard: { kind: 'constraint', table, name } } as const;
}

function trigger(table: string, name: string) {
  return { guard: { kind: 'trigger', table, name } } as const;
}

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

const insertGoal = (owner: string, cycle: string, type: string) =>
  `INSERT INTO goal (owner_id, cycle_id, type, statement, measure)
    VALUES (${owner}, ${cycle}, '${type}', 'One more', 'it is there')`;
const insertTask = (owner: string, cycle: string, goal: string, from: number, to: number) =>
  `INSERT INTO task (owner_id, cycle_id, goal_id, title, weekly_quota, from_week, to_week)
    VALUES (${owner}, ${cycle}, ${goal}, 'One more', 1, ${from}, ${to})`;
const insertPlan = (owner: string, cycle: string, week: number) =>
  `INSERT INTO weekly_plan (owner_id, cycle_id, week) VALUES (${owner}, ${cycle}, ${week})`;
const insertItem = (plan: string, task: string) =>
  `INSERT INTO plan_item (owner_id, cycle_id, weekly_plan_id, task_id, quota)
    VALUES (${a('0000')}, ${a('0002')}, ${plan}, ${task}, 1)`;

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
    guard: { kind: 'index', table: 'cycle', name: 'cycle_one_active_per_owner_idx' },
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

const locked = (table: string, name: string) => ({
  ...trigger(table, name),
  code: 'WK001',
  constraint: 'week_lock',
});

const lock: readonly Rule[] = [
  {
    title: 'the quota of a plan item in a locked week does not change',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET quota = 5 WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: the quota of a plan item cannot be changed',
  },
  {
    title: 'a plan item does not leave a locked week',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET weekly_plan_id = ${a('0031')} WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: a plan item cannot be moved',
  },
  {
    title: 'a plan item does not enter a locked week',
    ...locked('plan_item', 'plan_item_week_lock_update'),
    breaks: `UPDATE plan_item SET weekly_plan_id = ${a('0037')} WHERE id = ${a('0041')}`,
    message: 'week 7 is locked: a plan item cannot be moved there',
  },
  {
    title: 'a plan item is not added to a locked week',
    ...locked('plan_item', 'plan_item_week_lock_insert'),
    breaks: insertItem(a('0037'), a('0021')),
    message: 'week 7 is locked: a plan item cannot be added',
  },
  {
    title: 'a plan item of a locked week is not deleted',
    ...locked('plan_item', 'plan_item_week_lock_delete'),
    breaks: `DELETE FROM plan_item WHERE id = ${a('0047')}`,
    message: 'week 7 is locked: a plan item cannot be deleted',
  },
  {
    title: 'a plan item without a plan is refused in clear words',
    ...trigger('plan_item', 'plan_item_week_lock_insert'),
    breaks: `ALTER TABLE plan_item DROP CONSTRAINT IF EXISTS plan_item_weekly_plan_fkey; ${insertItem(a('0039'), a('0021'))}`,
    code: 'WK002',
    constraint: 'plan_item_has_plan',
    message: `weekly plan ${idOf('a', '0039')} does not exist: a plan item cannot be added`,
  },
  {
    title: 'a task is not added to a locked week',
    ...locked('task', 'task_week_lock_insert'),
    breaks: insertTask(a('0000'), a('0002'), a('0011'), 5, 8),
    message: 'week 7 is locked: a task cannot be added',
  },
  {
    title: 'a task of a locked week does not change',
    ...locked('task', 'task_week_lock_update'),
    breaks: `UPDATE task SET weekly_quota = 5 WHERE id = ${a('0022')}`,
    message: 'week 7 is locked: a task cannot be changed',
  },
  {
    title: 'a task is not stretched into a locked week',
    ...locked('task', 'task_week_lock_update'),
    breaks: `UPDATE task SET to_week = 7 WHERE id = ${a('0021')}`,
    message: 'week 7 is locked: a task cannot be moved there',
  },
  {
    title: 'a task of a locked week is not deleted',
    ...locked('task', 'task_week_lock_delete'),
    breaks: `ALTER TABLE plan_item DISABLE TRIGGER USER; DELETE FROM task WHERE id = ${a('0022')}`,
    message: 'week 7 is locked: a task cannot be deleted',
  },
  {
    title: 'a locked plan does not become that of another week',
    ...locked('weekly_plan', 'weekly_plan_week_lock_update'),
    breaks: `UPDATE weekly_plan SET week = 3, locked = false WHERE id = ${a('0037')}`,
    message: 'week 7 is locked: its plan cannot become that of another week',
  },
  {
    title: 'a locked plan is not deleted',
    ...locked('weekly_plan', 'weekly_plan_week_lock_delete'),
    breaks: `DELETE FROM weekly_plan WHERE id = ${a('0037')}`,
    message: 'week 7 is locked: its plan cannot be deleted',
  },
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
