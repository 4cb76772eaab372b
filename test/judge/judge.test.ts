import { afterAll, describe, expect, test } from 'vitest';
import { testArena } from './arena.ts';
import { startDumper } from './dump.ts';
import { explainDifference } from './explain.ts';

const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());

async function dumpOf(sql: string): Promise<string> {
  await using database = await arena.createDatabase();
  await database.session.query(sql);
  return await dumper.dump(database.address);
}

async function differenceOf(first: string, second: string): Promise<string> {
  return explainDifference(await dumpOf(first), await dumpOf(second));
}

describe('the judge sees no difference in', () => {
  test.each([
    [
      'the order of columns',
      "CREATE TABLE t (a int, b text DEFAULT 'x, (')",
      "CREATE TABLE t (b text DEFAULT 'x, (', a int)",
    ],
    [
      'the order of columns that have a storage of their own',
      'CREATE TABLE t (a text STORAGE MAIN, b text STORAGE EXTERNAL)',
      'CREATE TABLE t (b text STORAGE EXTERNAL, a text STORAGE MAIN)',
    ],
    ['the order of objects', 'CREATE TABLE b (); CREATE TABLE a ()', 'CREATE TABLE a (); CREATE TABLE b ()'],
    [
      'the order of storage parameters',
      'CREATE TABLE t (a int) WITH (fillfactor = 70, autovacuum_enabled = off)',
      'CREATE TABLE t (a int) WITH (autovacuum_enabled = off, fillfactor = 70)',
    ],
    [
      'the order of grants',
      'CREATE TABLE t (a int); GRANT SELECT ON t TO pg_monitor; GRANT INSERT ON t TO PUBLIC',
      'CREATE TABLE t (a int); GRANT INSERT ON t TO PUBLIC; GRANT SELECT ON t TO pg_monitor',
    ],
    [
      'the order of columns that statistics and publications list',
      'CREATE TABLE t (a int, b int); CREATE STATISTICS s ON a, b FROM t; CREATE PUBLICATION p FOR TABLE t (a, b)',
      'CREATE TABLE t (b int, a int); CREATE STATISTICS s ON a, b FROM t; CREATE PUBLICATION p FOR TABLE t (a, b)',
    ],
    [
      'names of functions that hold brackets',
      'CREATE TABLE t ("a (b" int, c int)',
      'CREATE TABLE t (c int, "a (b" int)',
    ],
  ])('%s', async (_, first, second) => {
    expect(await differenceOf(first, second)).toBe('');
  });
});

describe('the judge sees a difference in', () => {
  test.each([
    ['a type', 'CREATE TABLE t (a int)', 'CREATE TABLE t (a bigint)', 'a integer'],
    ['an owner', 'CREATE TABLE t ()', 'CREATE TABLE t (); ALTER TABLE t OWNER TO postgres', 'owner postgres'],
    [
      'a line of a function',
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2'",
      'SELECT 2',
    ],
    [
      'the order of enum values',
      "CREATE TYPE e AS ENUM ('a', 'b')",
      "CREATE TYPE e AS ENUM ('b', 'a')",
      "'b',",
    ],
    [
      'the order of attributes',
      'CREATE TYPE c AS (a int, b int)',
      'CREATE TYPE c AS (b int, a int)',
      'a integer',
    ],
    [
      'a table of another access method',
      'CREATE ACCESS METHOD h TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t ()',
      'CREATE ACCESS METHOD h TYPE TABLE HANDLER heap_tableam_handler; CREATE TABLE t () USING h',
      'default_table_access_method = h',
    ],
    [
      'a missing grant',
      'CREATE TABLE t ()',
      'CREATE TABLE t (); GRANT SELECT ON t TO PUBLIC',
      '+ GRANT SELECT',
    ],
    [
      'a storage',
      'CREATE TABLE t (a text STORAGE MAIN, b text)',
      'CREATE TABLE t (a text, b text STORAGE MAIN)',
      'SET STORAGE MAIN',
    ],
    ['a comment', 'CREATE TABLE t ()', "CREATE TABLE t (); COMMENT ON TABLE t IS 'x'", 'COMMENT ON TABLE'],
  ])('%s', async (_, first, second, words) => {
    expect(await differenceOf(first, second)).toContain(words);
  });
});

test('the judge names a database that it cannot read', async () => {
  await using database = await arena.createDatabase();
  const { stream: _, ...direct } = database.address;
  await expect(dumper.dump({ ...direct, database: 'absent' })).rejects.toThrow(/"absent" does not exist/);
});

test('the judge reads replies larger than one packet', async () => {
  const columns = Array.from({ length: 900 }, (_, i) => `"column number ${i}" text DEFAULT 'value ${i}'`);
  expect((await dumpOf(`CREATE TABLE wide (${columns.join(', ')})`)).length).toBeGreaterThan(40_000);
});
