import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { openEngine } from '../open.ts';
import { adaptSql } from '../stand-ins/stand-ins.ts';

const fixture = readFileSync(join(import.meta.dirname, 'supabase.fixture.sql'), 'utf8');

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'supabase', extensions: {} } });
});
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
});

test('migrations and dumps of Supabase projects replay as the role postgres', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  // A part at a time: the first one commits in the middle.
  for (const part of adaptSql(fixture).split(/^(?=-- [A-Z].*\.$)/m)) {
    expect((await session.run(part)).error, part.split('\n')[0]).toBeUndefined();
  }
});

test('the owner is no superuser, nor is any role that it may become', async () => {
  await using session = await engine.main.connect('owner');
  const superusers = await session.query(
    "SELECT rolname FROM pg_roles WHERE rolsuper AND pg_has_role('postgres', oid, 'MEMBER')",
  );
  expect(superusers).toEqual([]);
});

test('row security of the platform applies to its API roles', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  await session.query(`
    INSERT INTO storage.buckets (id, name) VALUES ('a', 'a');
    INSERT INTO storage.objects (bucket_id, name) VALUES ('a', 'x/1.png');
    SET ROLE authenticated;`);
  expect(await session.query('SELECT * FROM storage.objects')).toEqual([]);
  await session.query('RESET ROLE; SET ROLE service_role');
  expect(await session.query('SELECT name FROM storage.objects')).toEqual([{ name: 'x/1.png' }]);
});

test('a request claims its user', async () => {
  await using session = await engine.main.connect('owner');
  await session.query(
    `SELECT set_config('request.jwt.claims', '{"sub":"11111111-1111-1111-1111-111111111111","role":"authenticated"}', false)`,
  );
  expect(await session.query('SELECT auth.uid()::text, auth.role(), auth.email()')).toEqual([
    { uid: '11111111-1111-1111-1111-111111111111', role: 'authenticated', email: null },
  ]);
});

test('tables of the role postgres are open to the API roles by default', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  await session.query('CREATE TABLE public.open (id int)');
  expect(
    await session.query(
      "SELECT has_table_privilege('anon', 'public.open', 'INSERT') AS anon, current_setting('search_path') AS path",
    ),
  ).toEqual([{ anon: true, path: '"$user", public, extensions' }]);
});
