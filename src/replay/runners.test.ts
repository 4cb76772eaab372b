import { describe, expect, test } from 'vitest';
import type { Runner, Transaction } from '../model/migration.ts';
import { cold, errorsOf, eventsOf, historyOf, replay, statementsOf } from './rehearsal.suite.ts';
import { rehearse } from './rehearse.ts';

const table = 'CREATE TABLE t (a int);';
const concurrently = 'CREATE INDEX CONCURRENTLY i ON t (a);';
const another = 'INSERT INTO t VALUES (1);';

/** The error codes of the second migration under a runner's rules. */
async function second(text: string, runner: Runner, transaction?: Transaction): Promise<readonly string[]> {
  const { trace } = await replay([table, text], {
    runner,
    ...(transaction === undefined ? {} : { transaction }),
  });
  return errorsOf(trace);
}

test('the schemas that a runner makes by itself are there, and it works in the first', async () => {
  const history = {
    ...historyOf([table, 'CREATE VIEW audit.v AS SELECT a FROM shop.t;']),
    schemas: ['shop', 'audit'],
  };
  const { trace } = await rehearse(history, cold);
  expect(errorsOf(trace)).toEqual([]);
});

test('what `setup` says of its database holds for the one at hand, and what is about whole servers is told', async () => {
  const { trace } = await replay(['CREATE TABLE t ();', 'SELECT a FROM parted;'], {
    setup: `CREATE SCHEMA app; CREATE TABLE app.parted (a int) PARTITION BY LIST (a); ALTER DATABASE shop SET search_path = app; COMMENT ON DATABASE shop IS 'all of it';
      CREATE ROLE boss SUPERUSER;`,
  });
  expect(eventsOf(statementsOf(trace, 1)[0])).toEqual(['create table app.t']);
  expect(statementsOf(trace, 2)[0]?.locks).toEqual([
    { relation: 'app.parted', relkind: 'r', mode: 'AccessShareLock' },
  ]);
  expect(trace.setupLeftOut).toEqual(['COMMENT on DATABASE shop', 'CREATE ROLE boss']);
});

describe.concurrent('CREATE INDEX CONCURRENTLY', () => {
  const rules: readonly (readonly [string, Runner, Transaction | undefined, string, readonly string[]])[] = [
    ['passes alone in a Prisma file', 'prisma', undefined, concurrently, []],
    [
      'fails with company in a Prisma file',
      'prisma',
      undefined,
      `${another}\n${concurrently}`,
      ['2.2: 25001'],
    ],
    [
      'fails first of two in a Prisma file',
      'prisma',
      undefined,
      `${concurrently}\n${another}`,
      ['2.1: 25001'],
    ],
    [
      'fails after a COMMIT in a Prisma file',
      'prisma',
      undefined,
      `BEGIN; ${another} COMMIT; ${concurrently}`,
      ['2.4: 25001'],
    ],
    ['passes first in a Supabase file', 'supabase', undefined, `${concurrently}\n${another}`, []],
    ['fails second in a Supabase file', 'supabase', undefined, `${another}\n${concurrently}`, ['2.2: 25001']],
    [
      'passes only once at the head of a Supabase file',
      'supabase',
      undefined,
      `${concurrently}\n${concurrently.replace(' i ', ' j ')}\n${another}`,
      ['2.2: 25001'],
    ],
    [
      'passes after a COMMIT in a Supabase file',
      'supabase',
      undefined,
      `BEGIN; ${another} COMMIT; ${concurrently} ${another}`,
      [],
    ],
    ['fails under Drizzle, even alone', 'drizzle', undefined, concurrently, ['2.1: 25001']],
    ['fails under dbmate, even alone', 'dbmate', undefined, concurrently, ['2.1: 25001']],
    ['passes alone under dbmate with transaction:false', 'dbmate', 'simple-query', concurrently, []],
    [
      'fails with company under dbmate with transaction:false',
      'dbmate',
      'simple-query',
      `${another}\n${concurrently}`,
      ['2.2: 25001'],
    ],
    ['fails under goose', 'goose', undefined, concurrently, ['2.1: 25001']],
    ['passes under goose with NO TRANSACTION', 'goose', 'autocommit', `${another}\n${concurrently}`, []],
    ['passes in plain SQL', 'plain', undefined, `${another}\n${concurrently}`, []],
    [
      'fails in plain SQL between BEGIN and COMMIT',
      'plain',
      undefined,
      `BEGIN; ${concurrently} COMMIT;`,
      ['2.2: 25001'],
    ],
  ];
  test.each(rules)('%s', async (_title, runner, transaction, text, errors) => {
    expect(await second(text, runner, transaction)).toEqual(errors);
  });
});

describe.concurrent('what else minds transactions', () => {
  const mood = "CREATE TYPE mood AS ENUM ('sad');";
  const useOfNew = "ALTER TYPE mood ADD VALUE 'calm'; CREATE TABLE m (m mood DEFAULT 'calm');";
  test.each<[Runner, readonly string[]]>([
    ['prisma', ['2.2: 55P04']],
    ['supabase', ['2.2: 55P04']],
    ['drizzle', ['2.2: 55P04']],
    ['goose', ['2.2: 55P04']],
    ['plain', []],
  ])('a new enum value used in its own file under %s', async (runner, errors) => {
    const { trace } = await replay([mood, useOfNew], { runner });
    expect(errorsOf(trace)).toEqual(errors);
  });

  test('a new enum value of an earlier file can be used', async () => {
    const { trace } = await replay([mood, "ALTER TYPE mood ADD VALUE 'calm';", "SELECT 'calm'::mood;"], {
      runner: 'prisma',
    });
    expect(errorsOf(trace)).toEqual([]);
  });

  test.each<[Runner, Transaction | undefined, readonly string[]]>([
    ['prisma', undefined, []],
    ['supabase', undefined, ['2.1: 25P01']],
    ['drizzle', undefined, []],
    ['goose', 'autocommit', ['2.1: 25P01']],
    ['plain', undefined, []],
  ])('LOCK TABLE first in a file of %s', async (runner, transaction, errors) => {
    expect(await second(`LOCK TABLE t; ${another}`, runner, transaction)).toEqual(errors);
  });

  test('VACUUM, like CONCURRENTLY, fails in company and passes alone', async () => {
    expect(await second('VACUUM t;', 'prisma')).toEqual([]);
    expect(await second(`${another} VACUUM t;`, 'prisma')).toEqual(['2.2: 25001']);
  });

  test('a DO block that commits passes alone in autocommit and fails in a block', async () => {
    const text = 'DO $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$;';
    expect(await second(text, 'goose', 'autocommit')).toEqual([]);
    expect(await second(text, 'goose')).toEqual(['2.1: 2D000']);
  });

  test('ON COMMIT DROP and SET LOCAL work within a file that is one transaction', async () => {
    const text = `SET LOCAL search_path = public;
      CREATE TEMP TABLE old ON COMMIT DROP AS SELECT a FROM t;
      DO $$ BEGIN CREATE TEMP TABLE x (a int) ON COMMIT DROP; END $$;
      INSERT INTO t SELECT a FROM old;`;
    for (const runner of ['prisma', 'supabase', 'plain'] as const)
      expect(await second(text, runner)).toEqual([]);
  });
});

describe.concurrent('a failure', () => {
  test('of what the parser cannot read is told at its own statement, and nothing before it ran', async () => {
    const { trace } = await replay(
      ['CREATE TABLE a (i int); COMMIT; CREATE TABLE b (i int,); CREATE TABLE c (i int);'],
      {
        runner: 'prisma',
      },
    );
    expect(errorsOf(trace)).toEqual(['1.3: 42601']);
    const [a] = trace.migrations[0]?.statements ?? [];
    expect(a?.events.map(({ identity }) => identity)).toContain('public.a');
  });

  test('is told at its own statement behind one that a stand-in cannot take', async () => {
    const text =
      'CREATE EXTENSION vector;\nGRANT ALL ON FUNCTION vector_in(cstring, oid, integer) TO pg_monitor;\nDROP TABLE nowhere;';
    expect(await second(text, 'prisma')).toEqual(['2.3: 42P01']);
    expect(await second(text, 'goose', 'autocommit')).toEqual(['2.3: 42P01']);
  });

  test('goes on leniently: later statements and migrations are judged on what is there', async () => {
    const { trace } = await replay(
      [
        table,
        'ALTER TABLE t ADD COLUMN b int; ALTER TABLE nope ADD COLUMN c int; ALTER TABLE t ADD COLUMN d int;',
        'SELECT b, d FROM t;',
      ],
      { runner: 'prisma' },
    );
    expect(errorsOf(trace)).toEqual(['2.2: 42P01']);
    expect(trace.migrations.map(({ outcome }) => outcome)).toEqual(['applied', 'failed', 'applied']);
  });

  test('keeps what an explicit COMMIT before it made', async () => {
    const { trace } = await replay(
      ['CREATE TABLE a (i int); COMMIT; CREATE TABLE b (i int); SELECT nope;', 'CREATE TABLE a (i int);'],
      {
        runner: 'prisma',
      },
    );
    expect(errorsOf(trace)).toEqual(['1.4: 42703', '2.1: 42P07']);
  });

  test('of a deferred constraint at COMMIT is told at the statement that broke it', async () => {
    const { trace } = await replay(
      [
        'CREATE TABLE a (i int PRIMARY KEY); CREATE TABLE b (i int REFERENCES a DEFERRABLE INITIALLY DEFERRED);',
        'INSERT INTO b VALUES (1); CREATE TABLE c (i int);',
      ],
      { runner: 'goose' },
    );
    expect(errorsOf(trace)).toEqual(['2.1: 23503']);
    expect(trace.migrations[1]?.statements[0]?.error?.atCommit).toBe(true);
  });

  test('has its offset in UTF-16 code units, also after characters beyond the basic plane', async () => {
    const text = "CREATE TABLE t (a text);\nINSERT INTO t VALUES ('😀😀'), (nope);";
    const { trace } = await replay([text], { runner: 'prisma' });
    const offset = trace.migrations[0]?.statements[1]?.error?.offset ?? 0;
    expect(text.slice(offset)).toBe('nope);');
  });

  test('of an unfinished string quotes the file, and nothing of ours', async () => {
    const { trace } = await replay(["CREATE TABLE t (a int);\nINSERT INTO t VALUES ('x);"]);
    expect(trace.migrations[0]?.statements[1]?.error?.message).toBe(
      'unterminated quoted string at or near "\'x);"',
    );
  });

  test('that is caught inside a DO block is none', async () => {
    const text =
      'DO $$ BEGIN ALTER TABLE t ADD COLUMN a int; EXCEPTION WHEN duplicate_column THEN NULL; END $$;';
    expect(await second(text, 'prisma')).toEqual([]);
  });
});

test('a BEGIN without COMMIT does not swallow the next migration', async () => {
  const { trace } = await replay(
    ['BEGIN; CREATE TABLE t (a int);', 'CREATE TABLE u (a int);', 'SELECT * FROM t, u;'],
    { runner: 'prisma' },
  );
  expect(errorsOf(trace)).toEqual([]);
});

test('rows of COPY reach their tables, also several in one file', async () => {
  const { trace } = await replay([
    'CREATE TABLE t (a int, b text);\nCOPY t FROM stdin;\n1\tone\n2\t\\N\n\\.\nCOPY t FROM stdin;\n3\tthree\n\\.\n',
    "DO $$ BEGIN ASSERT (SELECT count(*) = 3 AND max(b) = 'three' FROM t); END $$;",
  ]);
  expect(errorsOf(trace)).toEqual([]);
});
