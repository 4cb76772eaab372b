import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';

/** Columns that are never null, and what a column holds where nobody says. */
interface Columns {
  readonly required: string;
  readonly defaults: Readonly<Record<string, string>>;
}

const fixture = sqlFile('test/fixture.sql');
const stamps = { id: 'new', created_at: 'now', updated_at: 'now' };
const lookup: Columns = { required: 'id code name created_at updated_at', defaults: stamps };

const tables: Readonly<Record<string, Columns>> = {
  divisions: lookup,
  members: {
    required: 'id service_number rank first_name last_name status member_type created_at updated_at',
    defaults: { ...stamps, status: 'active' },
  },
  badges: {
    required: 'id serial_number assignment status created_at updated_at',
    defaults: { ...stamps, assignment: 'unassigned', status: 'active' },
  },
  checkins: {
    required: 'id direction kiosk at is_latest',
    defaults: { id: 'new', at: 'now', is_latest: 'false' },
  },
  admin_users: {
    required: 'id username display_name password_hash role created_at updated_at',
    defaults: stamps,
  },
  audit_logs: {
    required: 'id action entity_type details created_at',
    defaults: { id: 'new', details: '{}', created_at: 'now' },
  },
  visitors: {
    required: 'id name signed_in_at created_at updated_at',
    defaults: { ...stamps, signed_in_at: 'now' },
  },
  events: { required: 'id name starts_at ends_at created_at updated_at', defaults: stamps },
  event_attendees: {
    required: 'id event_id created_at',
    defaults: { id: 'new', created_at: 'now' },
  },
  member_statuses: lookup,
  member_types: lookup,
  visit_types: lookup,
  badge_statuses: lookup,
  list_items: {
    required: 'id list_type code name position is_system created_at updated_at',
    defaults: { ...stamps, position: '0', is_system: 'false' },
  },
};

/** What a statement about one row of the probe gives: the value in words, or that a null is refused. */
async function probe(client: pg.Client, column: string, value: 'NULL' | 'DEFAULT'): Promise<string> {
  const answer = await refusal(client, `UPDATE probe SET "${column}" = ${value}`);
  if (answer?.code === '23502') return 'refused';
  if (answer !== undefined) throw new Error(answer.message);
  const { rows } = await client.query<{ words: string | null }>(`
    SELECT CASE
      WHEN p."${column}" IS NULL THEN NULL
      WHEN p."${column}"::text = b."${column}"::text THEN b."${column}"::text
      WHEN pg_typeof(p."${column}") IN ('uuid'::regtype, 'bigint'::regtype) THEN 'new'
      WHEN p."${column}"::text = CURRENT_DATE::text THEN 'today'
      WHEN pg_typeof(p."${column}") = 'timestamptz'::regtype AND now() - p."${column}"::text::timestamptz < '1 min' THEN 'now'
      ELSE p."${column}"::text END AS words
    FROM probe p, before b`);
  return rows[0]?.words ?? 'null';
}

describe.each(Object.entries(tables))('%s', (table, { required, defaults }) => {
  test('has columns that are never null, and columns that fill themselves', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    // A copy without keys, checks and triggers: what refuses a null here is the column itself.
    await client.query(`
      CREATE TEMP TABLE probe (LIKE "${table}" INCLUDING DEFAULTS);
      INSERT INTO probe SELECT * FROM "${table}" LIMIT 1;
      CREATE TEMP TABLE before AS SELECT * FROM probe`);
    const { rows } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'probe'::regclass AND attnum > 0 ORDER BY attname`,
    );
    const refused: string[] = [];
    const filled: Record<string, string> = {};
    for (const { name } of rows) {
      if ((await probe(client, name, 'NULL')) === 'refused') refused.push(name);
      const value = await probe(client, name, 'DEFAULT');
      if (value !== 'refused' && value !== 'null') filled[name] = value;
      await client.query(`DELETE FROM probe; INSERT INTO probe SELECT * FROM before`);
    }
    expect(refused.sort()).toEqual(required.split(' ').sort());
    expect(filled).toEqual(defaults);
  });

  test('has one row of a key', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
    const again = `INSERT INTO "${table}" SELECT * FROM "${table}" LIMIT 1`;
    expect(await refusal(client, again)).toMatchObject({ code: '23505', constraint: `${table}_pkey` });
  });
});

test('every table is in the list', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(tables).sort());
});
