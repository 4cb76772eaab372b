import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { database, sqlFile } from './database.ts';

const names = readdirSync(new URL('../prisma/migrations', import.meta.url))
  .filter((name) => /^\d/.test(name))
  .sort();
const seeds = readdirSync(new URL('../seed', import.meta.url)).sort();
/** The migrations of the strangler: from here on, every change is additive. */
const additive = names.slice(names.findIndex((name) => name.endsWith('_planning_mode')));

const up = (client: pg.Client, name: string) =>
  client.query(sqlFile(`prisma/migrations/${name}/migration.sql`));
const down = (client: pg.Client, name: string) => client.query(sqlFile(`prisma/migrations/${name}/down.sql`));

/** What the old application reads: its tables, with the columns that they had before the strangler. */
async function legacyRows(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query(`
    SELECT (SELECT json_agg(r ORDER BY r."id") FROM "Initiative" r) AS initiatives,
      (SELECT json_agg(to_jsonb(r) - 'planning_mode' ORDER BY r."id") FROM "Scenario" r) AS scenarios,
      (SELECT json_agg(r ORDER BY r."id") FROM "Allocation" r) AS allocations,
      (SELECT json_agg(r ORDER BY r."id") FROM "CapacityHours" r) AS capacities,
      (SELECT json_agg(r ORDER BY r."key") FROM "FeatureFlag" r) AS flags`);
  return rows[0];
}

/** Columns, constraints, indexes, triggers, functions and enum values of everything in the schema public. */
async function schemaOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(`
    WITH ours AS (SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
    SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)) AS line
      FROM ours JOIN pg_attribute ON attrelid = ours.oid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(pg_constraint.oid)) FROM ours JOIN pg_constraint ON conrelid = ours.oid
    UNION ALL SELECT concat_ws(' ', indisvalid, pg_get_indexdef(indexrelid)) FROM ours JOIN pg_index ON indrelid = ours.oid
    UNION ALL SELECT pg_get_triggerdef(pg_trigger.oid) FROM ours JOIN pg_trigger ON tgrelid = ours.oid WHERE NOT tgisinternal
    UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', enumtypid::regtype, enumlabel) FROM pg_enum
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

test('down to the day before the strangler and up again leaves the schema equal and every hour in place', async () => {
  await using db = await database();
  const client = await db.connect();
  for (const seed of seeds) await client.query(sqlFile(`seed/${seed}`));
  const [schema, rows] = [await schemaOf(client), await legacyRows(client)];
  for (const name of [...additive].reverse()) await down(client, name);
  expect(await legacyRows(client)).toEqual(rows);
  expect((await schemaOf(client)).join()).not.toMatch(/token|planning/i);
  for (const name of additive) await up(client, name);
  expect(await legacyRows(client)).toEqual(rows);
  expect(await schemaOf(client)).toEqual(schema);
});

test('the strangler only adds: what the schema held before it, it holds after it', async () => {
  await using db = await database();
  const client = await db.connect();
  const after = new Set(await schemaOf(client));
  for (const name of [...additive].reverse()) await down(client, name);
  expect((await schemaOf(client)).filter((line) => !after.has(line))).toEqual([]);
});

test('all the way down leaves nothing behind', async () => {
  await using db = await database();
  const client = await db.connect();
  for (const seed of seeds) await client.query(sqlFile(`seed/${seed}`));
  for (const name of [...names].reverse()) await down(client, name);
  expect(await schemaOf(client)).toEqual([]);
  for (const name of names) await up(client, name);
});
