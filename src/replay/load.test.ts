import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { StrataError } from '../model/errors.ts';
import { loadSql } from './load.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

/** The relations that scripts leave behind, by name. */
async function relationsOf(...scripts: readonly string[]): Promise<readonly string[]> {
  const database = await engine.createDatabase();
  {
    await using session = await database.connect('owner', { guarded: false });
    const files = scripts.map((text, i) => ({ name: `${i + 1}.sql`, text }));
    await loadSql(session, files, (sql) => sql);
  }
  await using session = await database.connect('superuser');
  const rows = await session.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'v') AND oid >= 16384 ORDER BY 1`,
  );
  await session.close();
  await database.drop();
  return rows.map(({ name }) => name);
}

async function complaintAbout(...scripts: readonly string[]): Promise<unknown> {
  const error = await relationsOf(...scripts).catch((caught: unknown) => caught);
  return error instanceof StrataError ? `${error.message} ${JSON.stringify(error.where)}` : error;
}

test('a script runs in its own transactions, and what it rolls back is not there', async () => {
  const script = `
    begin;
    create temp table scratch (a int) on commit drop;
    insert into scratch values (1);
    create table kept as select a from scratch;
    lock table kept;
    savepoint here;
    create table undone (a int);
    rollback to here;
    commit;
    begin; create table gone (a int); rollback;`;
  expect(await relationsOf(script)).toEqual(['public.kept']);
});

test('what names something that comes later waits for it, in or out of a transaction', async () => {
  const script = `
    begin; create view v as select a from t; create table u (t int references t (a)); commit;
    create table t (a int primary key);`;
  expect(await relationsOf(script)).toEqual(['public.t', 'public.u', 'public.v']);
});

test('what waits looks for names where it would have found them', async () => {
  const first = 'create schema s; set search_path = s; create view v as select a from t; reset search_path;';
  expect(await relationsOf(first, 'create table s.t (a int);')).toEqual(['s.t', 's.v']);
});

test('nothing of a rolled back block waits', async () => {
  expect(
    await relationsOf('begin; create view v as select a from t; rollback; create table t (a int);'),
  ).toEqual(['public.t']);
});

test('commands of psql are passed over', async () => {
  const script = `\\set ON_ERROR_STOP on\n\\echo 'create'\nselect 1 as one \\gset\ncreate table t (a int);`;
  expect(await relationsOf(script)).toEqual(['public.t']);
});

test.each([
  [
    'a file',
    'create table t (a int);\n\\i more.sql\n',
    '\\i is a command of psql, and no SQL {"file":"1.sql","line":2,"column":1}',
  ],
  [
    'statements from a query',
    "select 'create table t (a int)' \\gexec\n",
    '\\gexec is a command of psql, and no SQL {"file":"1.sql","line":1,"column":33}',
  ],
])('a command of psql that stands for %s is refused', async (_, script, complaint) => {
  expect(await complaintAbout(script)).toBe(complaint);
});

test('a statement that fails is named by file, line and reason', async () => {
  expect(await complaintAbout('create table t (a int);', 'create table u (\n  a int,\n  b missing\n);')).toBe(
    'type "missing" does not exist (42704) {"file":"2.sql","line":3,"column":5}',
  );
});
