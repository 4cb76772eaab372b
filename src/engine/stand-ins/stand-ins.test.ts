import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.ts';
import { openEngine } from '../open.ts';
import { adaptSql, standIns } from './stand-ins.ts';

/** One migration per fixture, with assertions in SQL; most name the stand-in that they are about. */
const fixtures = readdirSync(join(import.meta.dirname, 'fixtures'))
  .filter((file) => file.endsWith('.sql'))
  .sort();
const textOf = (file: string) => readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8');

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
});
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
});

describe('a migration that needs extensions replays as the owner, without superuser', () => {
  test.each(fixtures)('%s', async (file) => {
    const database = await engine.createDatabase();
    await using session = await database.connect('owner');
    const text = adaptSql(textOf(file));
    const { error } = await session.run(text);
    const near = error?.position === undefined ? '' : text.slice(error.position - 1, error.position + 79);
    expect(error && { ...error, near }).toBeUndefined();
  });
});

test('every stand-in can be created in a schema of choice, and dropped again', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  await session.query('CREATE SCHEMA extensions');
  for (const { name } of standIns) {
    const sql = `CREATE EXTENSION IF NOT EXISTS "${name}" WITH SCHEMA extensions CASCADE;`;
    expect((await session.run(adaptSql(sql))).error, name).toBeUndefined();
    expect((await session.run(`DROP EXTENSION "${name}" CASCADE`)).error, name).toBeUndefined();
  }
});

test('all stand-ins can be created side by side', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  for (const { name } of standIns) {
    // Two extensions of one purpose bring the same types.
    const schema = `s_${name}`;
    const sql = `CREATE SCHEMA "${schema}"; CREATE EXTENSION IF NOT EXISTS "${name}" WITH SCHEMA "${schema}" CASCADE;`;
    expect((await session.run(adaptSql(sql))).error, name).toBeUndefined();
  }
  // What an extension has granted itself is not the user's grant.
  const granted = await session.query(`
    SELECT d.objid::regclass AS name FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND d.classid = 'pg_class'::regclass
    LEFT JOIN pg_init_privs i ON i.objoid = c.oid AND i.objsubid = 0
    WHERE d.deptype = 'e' AND c.relacl IS NOT NULL AND i.initprivs IS DISTINCT FROM c.relacl`);
  expect(granted).toEqual([]);
});

test('functions of stand-ins find what they call without anyone setting search_path', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('superuser');
  for (const { name } of standIns) {
    const sql = `CREATE SCHEMA "s_${name}"; CREATE EXTENSION IF NOT EXISTS "${name}" WITH SCHEMA "s_${name}" CASCADE;`;
    expect((await session.run(adaptSql(sql))).error, name).toBeUndefined();
  }
  // The functions that read and print type modifiers have signatures that the validator refuses.
  const functions = await session.query<{ oid: number; name: string; validator: string }>(`
    SELECT p.oid, p.oid::regprocedure::text AS name, l.lanvalidator::regproc::text AS validator
    FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
    JOIN pg_language l ON l.oid = p.prolang
    WHERE l.lanname IN ('sql', 'plpgsql') AND p.proname !~ 'typmod_(in|out)$'`);
  expect(functions.length).toBeGreaterThan(500);
  await session.query("SET search_path = ''");
  const failures: string[] = [];
  for (const { oid, name, validator } of functions) {
    const { error } = await session.run(`SELECT ${validator}(${oid})`);
    if (error) failures.push(`${name}: ${error.message}`);
  }
  expect(failures).toEqual([]);
});

test('no function of a stand-in runs with the rights of the superuser', async () => {
  const database = await engine.createDatabase();
  await using session = await database.connect('owner');
  for (const { name } of standIns) {
    await session.run(adaptSql(`CREATE EXTENSION IF NOT EXISTS "${name}" CASCADE`));
  }
  const definers = await session.query(
    "SELECT oid::regprocedure::text FROM pg_proc WHERE prosecdef AND proowner = 'strata_superuser'::regrole AND oid > 16383",
  );
  expect(definers).toEqual([]);
});

test('every stand-in has a note of one sentence, and a fixture that creates it', () => {
  const created = fixtures.map(textOf).join('\n');
  for (const { name, note } of standIns) {
    expect(note, name).toMatch(/[^.]\.$/);
    expect(created, name).toMatch(new RegExp(`EXTENSION (IF NOT EXISTS )?"?${name}"?[ ;\\n]`, 'i'));
  }
});
