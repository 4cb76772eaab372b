import { beforeAll, expect, test } from 'vitest';
import type { Database } from '../../engine/engine.ts';
import { liveServer } from '../../engine/live-server.suite.ts';
import { loadParser } from '../../sql/parse.ts';
import { lookupObject, lookupsOfAlterations } from './catalog-lookups.ts';

beforeAll(loadParser);

const server = liveServer();

const made = `CREATE TABLE größe (id int); CREATE SCHEMA "Odd.One"; CREATE TABLE "Odd.One"."T" (); CREATE TYPE "Odd.One".färbe AS ENUM ();`;
const alterations = [
  `ALTER TABLE größe ADD länge int, ADD COLUMN IF NOT EXISTS "a""b" text`,
  `ALTER TABLE größe ADD CONSTRAINT "is ok" CHECK (id > 0), ALTER id SET NOT NULL`,
  `alter table only "Odd.One" . "T" add column x int /* ADD COLUMN y */`,
  `ALTER TYPE "Odd.One".färbe ADD VALUE IF NOT EXISTS 'it''s'`,
];

async function answers(database: Database, sql: string): Promise<readonly boolean[]> {
  await using session = await database.connect('owner', { guarded: false });
  const found: boolean[] = [];
  for (const [condition, values] of lookupsOfAlterations(sql)) {
    const [row] = await session.query<{ is: boolean }>(`SELECT ${condition} AS is`, values);
    found.push(row?.is === true);
  }
  return found;
}

test('what an ALTER leaves is looked up however it is written', async () => {
  const database = await server.databaseWith(made);
  const asked = () => Promise.all(alterations.map((sql) => answers(database, sql)));
  expect(await asked()).toEqual([[false, false], [false, false], [false], [false]]);
  await using session = await database.connect('owner', { guarded: false });
  for (const sql of alterations) await session.query(sql);
  expect(await asked()).toEqual([[true, true], [true, true], [true], [true]]);
});

test('what events tell of, and what is no SQL, is not looked up by its text', () => {
  const others = [
    'ALTER TABLE t DROP COLUMN a, RENAME TO b',
    'ALTER TABLE t RENAME TO b',
    'ALTER TABLE t ADD CHECK (a > 0)',
    "ALTER TYPE t RENAME VALUE 'a' TO 'b'",
    'CREATE TABLE t ()',
  ];
  expect(others.flatMap(lookupsOfAlterations)).toEqual([]);
});

test('objects are looked up as PostgreSQL identifies them', async () => {
  const database = await server.databaseWith(
    `${made} CREATE TABLE t (id int CONSTRAINT "id on t" CHECK (id > 0)); CREATE POLICY läßt ON t; CREATE FUNCTION f() RETURNS int RETURN 1;`,
  );
  await using session = await database.connect('owner', { guarded: false });
  for (const [type, there, gone] of [
    ['table', '"Odd.One"."T"', 'public."T"'],
    ['type', '"Odd.One"."färbe"', 'public."färbe"'],
    ['schema', '"Odd.One"', 'odd'],
    ['function', 'public.f()', 'public.f(integer)'],
    ['table column', 'public."größe".id', 'public."größe".no'],
    ['table constraint', '"id on t" on public.t', 'id on public.t'],
    ['policy', '"läßt" on public.t', '"läßt" on public."größe"'],
    ['extension', 'plpgsql', 'hstore'],
  ] as const) {
    for (const identity of [there, gone]) {
      const [condition, values] = lookupObject(type, identity) ?? ['NULL', []];
      const [row] = await session.query<{ is: boolean }>(`SELECT ${condition} AS is`, values);
      expect([type, identity, row?.is]).toEqual([type, identity, identity === there]);
    }
  }
  expect(lookupObject('cast', '(a AS b)')).toBeUndefined();
});
