import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSchema } from '../../catalog/read-schema.ts';
import { diffSchemas } from '../../diff/diff.ts';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/open.ts';
import type { Schema } from '../../model/schema.ts';
import { notesBetween } from './diff-notes.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

async function schemaOf(sql: string): Promise<Schema> {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  expect(await session.run(sql)).not.toHaveProperty('error');
  return await readSchema(session);
}

test('a schema that is left out and that neither side has is told of', async () => {
  const [a, b] = [await schemaOf('CREATE SCHEMA "S a"'), await schemaOf('SELECT 1')];
  expect(notesBetween(a, b, { exclude: ['S a', 'public'] })).toEqual([]);
  expect(notesBetween(a, b, { exclude: ['S a', 'S b'] })).toEqual(['neither side has a schema "S b"']);
});

test('a schema public that only one side has made again is told of', async () => {
  const again = 'DROP SCHEMA public CASCADE; CREATE SCHEMA public';
  const [born, anew] = [await schemaOf('SELECT 1'), await schemaOf(again)];
  expect(notesBetween(born, anew, {})).toEqual([expect.stringContaining('schema public')]);
  expect(notesBetween(anew, anew, {})).toEqual([]);
  const owned = await schemaOf('ALTER SCHEMA public OWNER TO CURRENT_USER');
  expect(notesBetween(owned, born, {})).toEqual([expect.stringContaining('schema public')]);
  const given = await schemaOf('ALTER SCHEMA public OWNER TO pg_database_owner');
  expect(notesBetween(given, born, {})).toEqual([]);
});

test('a usual comment that only one side has taken away is told of', async () => {
  const extension = 'CREATE EXTENSION citext';
  const usual = await schemaOf(extension);
  const none = await schemaOf(`${extension}; COMMENT ON EXTENSION citext IS NULL`);
  expect(diffSchemas(usual, none)).toEqual([]);
  expect(notesBetween(usual, none, {})).toEqual([expect.stringContaining('extension citext')]);
  expect(notesBetween(none, none, {})).toEqual([]);
  expect(notesBetween(none, await schemaOf('SELECT 1'), {})).toEqual([]);
});

test('grants on a schema public are the same whoever of the two owns it', async () => {
  const grants =
    'GRANT USAGE ON SCHEMA public TO PUBLIC, pg_monitor; GRANT CREATE ON SCHEMA public TO pg_monitor';
  const born = await schemaOf(grants);
  const owned = await schemaOf(`ALTER SCHEMA public OWNER TO CURRENT_USER; ${grants}`);
  const anew = await schemaOf(`DROP SCHEMA public; CREATE SCHEMA public; ${grants}`);
  expect(diffSchemas(born, owned)).toEqual([]);
  expect(diffSchemas(anew, born)).toEqual([]);
  const closed = await schemaOf(
    `ALTER SCHEMA public OWNER TO CURRENT_USER; REVOKE ALL ON SCHEMA public FROM PUBLIC; ${grants}`,
  );
  expect(diffSchemas(closed, owned)).toEqual([]);
  const less = await schemaOf(
    'ALTER SCHEMA public OWNER TO CURRENT_USER; REVOKE USAGE ON SCHEMA public FROM PUBLIC',
  );
  expect(diffSchemas(less, await schemaOf('REVOKE USAGE ON SCHEMA public FROM PUBLIC'))).toEqual([]);
});
