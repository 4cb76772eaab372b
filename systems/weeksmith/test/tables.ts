import { idOf } from './database.ts';

/** A table in which people have rows of their own. */
export interface OwnedTable {
  readonly table: string;
  /** The row of the fixture that the tests act on; nothing locks it. */
  readonly row: string;
  /** A change that the owner may make. */
  readonly change: string;
  /** A new row under Ada's or Ben's things, for an owner who may be somebody else. */
  readonly insert: (person: 'a' | 'b', owner: 'a' | 'b') => string;
  /** SQLSTATE of a row of one's own that hangs on another's. */
  readonly foreignParent: string | undefined;
  /** Columns that the audit log does not copy. */
  readonly hidden: readonly string[];
}

const uuid = (person: 'a' | 'b', row: string) => `'${idOf(person, row)}'`;

/** Every business table. The audit log is none: people only read it. */
export const ownedTables: readonly OwnedTable[] = [
  {
    table: 'vision',
    row: '0001',
    change: `text = 'Another'`,
    insert: (_, owner) =>
      `INSERT INTO vision (owner_id, text, horizon) VALUES (${uuid(owner, '0000')}, 'New', 'a year')`,
    foreignParent: undefined,
    hidden: [],
  },
  {
    table: 'cycle',
    row: '0003',
    change: `starts_on = '2026-02-02'`,
    insert: (person, owner) =>
      `INSERT INTO cycle (owner_id, vision_id, starts_on) VALUES (${uuid(owner, '0000')}, ${uuid(person, '0001')}, '2026-04-06')`,
    foreignParent: '23503',
    hidden: [],
  },
  {
    table: 'goal',
    row: '0011',
    change: `measure = 'twelve lessons'`,
    insert: (person, owner) =>
      `INSERT INTO goal (owner_id, cycle_id, type, statement, measure)
        VALUES (${uuid(owner, '0000')}, ${uuid(person, '0003')}, 'personal', 'New', 'it is there')`,
    foreignParent: '23503',
    hidden: [],
  },
  {
    table: 'weekly_plan',
    row: '0031',
    change: `intention = 'Rest.'`,
    insert: (person, owner) =>
      `INSERT INTO weekly_plan (owner_id, cycle_id, week) VALUES (${uuid(owner, '0000')}, ${uuid(person, '0002')}, 2)`,
    foreignParent: '23503',
    hidden: [],
  },
  {
    table: 'task',
    row: '0021',
    change: `title = 'Write two lessons'`,
    insert: (person, owner) =>
      `INSERT INTO task (owner_id, cycle_id, goal_id, title, weekly_quota, to_week)
        VALUES (${uuid(owner, '0000')}, ${uuid(person, '0002')}, ${uuid(person, '0011')}, 'New', 1, 6)`,
    foreignParent: '23503',
    hidden: [],
  },
  {
    table: 'plan_item',
    row: '0041',
    change: 'done_count = 2',
    insert: (person, owner) =>
      `INSERT INTO plan_item (owner_id, cycle_id, weekly_plan_id, task_id, quota)
        VALUES (${uuid(owner, '0000')}, ${uuid(person, '0002')}, ${uuid(person, '0038')}, ${uuid(person, '0021')}, 1)`,
    // The plan of another cannot be seen, so it is missing.
    foreignParent: 'WK002',
    hidden: [],
  },
  {
    table: 'chat_session',
    row: '0051',
    change: 'ended_at = now()',
    insert: (person, owner) =>
      `INSERT INTO chat_session (owner_id, cycle_id, title) VALUES (${uuid(owner, '0000')}, ${uuid(person, '0002')}, 'New')`,
    foreignParent: '23503',
    hidden: ['title', 'resume_token'],
  },
  {
    table: 'chat_message',
    row: '0061',
    change: `metadata = '{"tokens": 6}'`,
    insert: (person, owner) =>
      `INSERT INTO chat_message (owner_id, session_id, role, content)
        VALUES (${uuid(owner, '0000')}, ${uuid(person, '0051')}, 'user', 'And then?')`,
    foreignParent: '23503',
    hidden: ['content', 'metadata'],
  },
];

/** Each writes the audit log for its table; audit.test.ts holds them. */
export const auditTriggers: readonly string[] = ownedTables.map(({ table }) => `${table}_audit`);
