import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { database, sqlFile } from './database.ts';

const names = readdirSync(new URL('../supabase/migrations', import.meta.url)).sort();
const seed = sqlFile('supabase/seeds/202510041235_sample_data.sql');

/** Everything that the catalog tells of the schemas public and private, in words. */
async function schemaOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ line: string }>(`
    WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'private'))
    SELECT concat_ws(' ', nspname, nspacl) AS line FROM pg_namespace WHERE nspname IN ('public', 'private')
    UNION ALL SELECT concat_ws(' ', relkind, nspname, relname, relrowsecurity, reloptions, relacl) FROM pg_class JOIN ours ON relnamespace = ours.oid
    UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid JOIN ours ON relnamespace = ours.oid
      LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid)) FROM pg_constraint JOIN ours ON connamespace = ours.oid
    UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN ours ON relnamespace = ours.oid
    UNION ALL SELECT pg_get_triggerdef(pg_trigger.oid) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN ours ON relnamespace = ours.oid WHERE NOT tgisinternal
    UNION ALL SELECT pg_get_functiondef(pg_proc.oid) || coalesce(proacl::text, '') FROM pg_proc JOIN ours ON pronamespace = ours.oid
    UNION ALL SELECT concat_ws(' ', polrelid::regclass, polname, polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid JOIN ours ON relnamespace = ours.oid
    UNION ALL SELECT concat_ws(' ', enumtypid::regtype, enumlabel) FROM pg_enum
    UNION ALL SELECT viewname || definition FROM pg_views JOIN ours ON schemaname = nspname
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

async function rowsOf(client: pg.Client, tables: readonly string[]): Promise<unknown> {
  const parts = tables.map((table) => `(SELECT json_agg(r ORDER BY r.id) FROM ${table} r) AS ${table}`);
  return (await client.query(`SELECT ${parts.join(', ')}`)).rows[0];
}

const plannerTables = ['vision', 'cycle', 'goal', 'weekly_plan', 'task', 'plan_item'];

test('every migration has a rollback', () => {
  expect(readdirSync(new URL('../supabase/rollbacks', import.meta.url)).sort()).toEqual(names);
});

test('down to the planner’s first day and up again leaves the schema equal and every plan in place', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(seed);
  const [schema, rows] = [await schemaOf(client), await rowsOf(client, plannerTables)];
  for (const name of names.slice(1).reverse()) await client.query(sqlFile(`supabase/rollbacks/${name}`));
  expect(await rowsOf(client, plannerTables)).toEqual(rows);
  expect(await schemaOf(client)).not.toEqual(schema);
  for (const name of names.slice(1)) await client.query(sqlFile(`supabase/migrations/${name}`));
  expect(await schemaOf(client)).toEqual(schema);
  expect(await rowsOf(client, plannerTables)).toEqual(rows);
});

test('all the way down leaves nothing behind, and up again it takes the same sample data', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(seed);
  const [schema, rows] = [await schemaOf(client), await rowsOf(client, ['plan_item'])];
  for (const name of [...names].reverse()) await client.query(sqlFile(`supabase/rollbacks/${name}`));
  const { rows: left } = await client.query(`
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION SELECT nspname FROM pg_namespace WHERE nspname = 'private'`);
  expect(left).toEqual([]);
  await client.query('DELETE FROM auth.users');
  for (const name of names) await client.query(sqlFile(`supabase/migrations/${name}`));
  expect(await schemaOf(client)).toEqual(schema);
  await client.query(seed);
  const again = await rowsOf(client, ['plan_item']);
  const withoutTimes = (value: unknown) => JSON.stringify(value).replaceAll(/"created_at":"[^"]*"/g, '');
  expect(withoutTimes(again)).toBe(withoutTimes(rows));
});
