import { describe, expect, test } from 'vitest';
import { errorsOf, eventsOf, locksOf, replay, statementsOf } from './rehearsal.suite.ts';

describe.concurrent('locks', () => {
  test('of a foreign key are on both tables, and new relations have none', async () => {
    const { trace } = await replay([
      'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int);',
      'ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a; CREATE TABLE c (a int REFERENCES a);',
    ]);
    const [alter, create] = statementsOf(trace);
    expect(locksOf(alter)).toEqual(['public.a ShareRowExclusiveLock', 'public.b ShareRowExclusiveLock']);
    expect(locksOf(create)).toEqual([]);
  });

  test('of a statement alone, taken anew in the next transaction', async () => {
    const { trace } = await replay([
      'CREATE TABLE a (id int PRIMARY KEY);',
      'CREATE TABLE c (a int REFERENCES a);',
    ]);
    expect(locksOf(statementsOf(trace)[0])).toEqual(['public.a ShareRowExclusiveLock']);
  });

  test('inside DO blocks and functions are seen', async () => {
    const { trace } = await replay([
      `CREATE TABLE t (a int); CREATE TABLE u (a int);
       CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE u ADD COLUMN b int; END $$;`,
      "DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD COLUMN b int'; END $$; SELECT f();",
    ]);
    const [block, call] = statementsOf(trace);
    expect(locksOf(block)).toEqual(['public.t AccessExclusiveLock']);
    expect(locksOf(call)).toEqual(['public.u AccessExclusiveLock']);
  });

  test('are the strongest that each statement took, also on what an earlier one had locked', async () => {
    const { trace } = await replay([
      'CREATE TABLE t (a int);',
      'SELECT * FROM t; UPDATE t SET a = 1; CREATE INDEX i ON t (a); ALTER TABLE t ADD COLUMN b int;',
    ]);
    expect(statementsOf(trace).map(locksOf)).toEqual([
      ['public.t AccessShareLock'],
      ['public.t RowExclusiveLock'],
      ['public.t ShareLock'],
      ['public.t AccessExclusiveLock'],
    ]);
  });

  test('of earlier relations are told in a transaction of many statements, and of its own in the next', async () => {
    const tables = (letter: string) =>
      Array.from({ length: 80 }, (_, i) => `CREATE TABLE ${letter}${i} (a int PRIMARY KEY);`).join('');
    const { trace } = await replay([
      `${tables('t')} ALTER TABLE t0 ADD COLUMN b int;`,
      `${tables('u')} ALTER TABLE t1 ADD COLUMN b int; ALTER TABLE u1 ADD COLUMN b int;`,
      'ALTER TABLE t2 ADD COLUMN b int; ALTER TABLE u2 ADD COLUMN b int;',
    ]);
    const told = trace.migrations.map(({ statements }) =>
      statements.flatMap(({ locks }) => locks.map(({ relation }) => relation)),
    );
    expect(told).toEqual([[], ['public.t1'], ['public.t2', 'public.u2']]);
  });

  test('of partitions are told, and of what is dropped', async () => {
    const { trace } = await replay([
      'CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE "Odd Name" (a int);',
      'ALTER TABLE p ADD COLUMN b int; DROP TABLE "Odd Name";',
    ]);
    const [alter, drop] = statementsOf(trace);
    expect(locksOf(alter)).toEqual(['public.p AccessExclusiveLock', 'public.p1 AccessExclusiveLock']);
    expect(locksOf(drop)).toEqual(['public."Odd Name" AccessExclusiveLock']);
  });
});

describe.concurrent('the watch goes on', () => {
  const seen = ['create table public.u', 'create table column public.u.a'];
  test.each([
    ['after SET client_min_messages', 'SET client_min_messages = error;'],
    ['after SET LOCAL client_min_messages', 'SET LOCAL client_min_messages = warning;'],
    ['after an empty search_path', "SELECT pg_catalog.set_config('search_path', '', false);"],
    ['under session_replication_role = replica', 'SET session_replication_role = replica;'],
    ['after RESET ALL', 'RESET ALL;'],
    ['after DISCARD', 'DISCARD PLANS;'],
    ['after SET ROLE', 'CREATE ROLE maker; GRANT ALL ON SCHEMA public TO maker; SET ROLE maker;'],
    [
      'with operators and types of its own in public',
      `CREATE TYPE public.text AS (a int); CREATE FUNCTION public.jsonb_build_array(VARIADIC "any") RETURNS int LANGUAGE internal AS 'int4larger';`,
    ],
  ])('%s', async (_title, sql) => {
    const { trace } = await replay(
      [
        'CREATE TABLE t (a int);',
        `${sql} CREATE TABLE public.u (a int); ALTER TABLE public.u ADD COLUMN b int;`,
        'CREATE TABLE public.v (a int);',
      ],
      {
        runner: 'prisma',
      },
    );
    const create = statementsOf(trace, 2).at(-2);
    expect(eventsOf(create)).toEqual(seen);
    expect(eventsOf(statementsOf(trace, 3)[0])).toEqual([
      'create table public.v',
      'create table column public.v.a',
    ]);
  });

  test('for a superuser, after RESET ALL and with the usual search_path', async () => {
    const { trace } = await replay(
      ['CREATE TABLE t (a int); RESET ALL;', 'CREATE TABLE u (a int);', 'ALTER TABLE t ADD COLUMN b int;'],
      {
        superuser: true,
        runner: 'prisma',
      },
    );
    expect(errorsOf(trace)).toEqual([]);
    expect(eventsOf(statementsOf(trace, 2)[0])).toEqual(seen);
    expect(locksOf(statementsOf(trace, 3)[0])).toEqual(['public.t AccessExclusiveLock']);
  });
});

describe.concurrent('events', () => {
  test('name what is renamed and moved by its name before', async () => {
    const { trace } = await replay([
      `CREATE SCHEMA app; CREATE TABLE t ("oldName" int); CREATE TYPE mood AS ENUM ('a');
       CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW w AS SELECT 1 AS n; CREATE INDEX i ON t ("oldName");`,
      `ALTER TABLE t RENAME COLUMN "oldName" TO "newName"; ALTER TABLE t RENAME TO u; ALTER TYPE mood RENAME TO feeling;
       ALTER FUNCTION f(int) RENAME TO g; ALTER INDEX i RENAME TO j; ALTER TABLE u SET SCHEMA app; ALTER VIEW w RENAME TO x;
       ALTER SCHEMA app RENAME TO core;`,
    ]);
    expect(
      statementsOf(trace).map((statement) =>
        eventsOf(statement).filter((event) => event.startsWith('rename')),
      ),
    ).toEqual([
      ['rename table column public.t."oldName" -> public.t."newName"'],
      ['rename table public.t -> public.u'],
      ['rename type public.mood -> public.feeling'],
      ['rename function public.f(integer) -> public.g(integer)'],
      ['rename index public.i -> public.j'],
      ['rename table public.u -> app.u'],
      ['rename view public.w -> public.x'],
      ['rename schema app -> core'],
    ]);
  });

  test('tell columns that come and go, and what CASCADE takes along', async () => {
    const { trace } = await replay([
      'CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t;',
      'ALTER TABLE t ADD COLUMN c int, DROP COLUMN b; DROP TABLE t CASCADE;',
    ]);
    const [alter, drop] = statementsOf(trace);
    expect(eventsOf(alter)).toEqual(
      expect.arrayContaining(['drop table column public.t.b', 'create table column public.t.c']),
    );
    expect(eventsOf(drop)).toEqual(
      expect.arrayContaining(['drop table public.t', 'drop (implied) view public.v']),
    );
  });

  test('come from DO blocks and functions, and tell triggers and policies by their tables', async () => {
    const { trace } = await replay([
      `CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`,
      `DO $$ BEGIN
         CREATE TABLE u (a int);
         CREATE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
         CREATE POLICY mine ON t USING (true);
       END $$;`,
    ]);
    expect(eventsOf(statementsOf(trace)[0])).toEqual([
      'create table public.u',
      'create table column public.u.a',
      'create trigger touch on public.t',
      'create policy mine on public.t',
    ]);
  });

  test('leave out temporary tables and the members of extensions', async () => {
    const { trace } = await replay([
      'CREATE TEMP TABLE x (a int); DROP TABLE x;',
      'CREATE EXTENSION citext;',
    ]);
    expect(statementsOf(trace, 1).flatMap(eventsOf)).toEqual([]);
    expect(eventsOf(statementsOf(trace, 2)[0])).toEqual(['create extension citext']);
  });

  test('of what was rolled back are forgotten', async () => {
    const { trace } = await replay(
      ['CREATE TABLE t (a int);', 'ALTER TABLE t RENAME TO u; SELECT nope;', 'ALTER TABLE u RENAME TO w;'],
      { runner: 'prisma' },
    );
    expect(eventsOf(statementsOf(trace, 2)[0])).toContain('rename table public.t -> public.u');
    expect(eventsOf(statementsOf(trace, 3)[0])).toContain('rename table public.u -> public.w');
  });

  test('of a statement that fails in its transaction and passes on its own are kept', async () => {
    const { trace } = await replay(
      ['CREATE TABLE t (a int);', 'INSERT INTO t VALUES (1); CREATE INDEX CONCURRENTLY i ON t (a);'],
      { runner: 'prisma' },
    );
    expect(errorsOf(trace)).toEqual(['2.2: 25001']);
    expect(eventsOf(statementsOf(trace)[1])).toEqual(['create index public.i']);
  });
});

describe.concurrent('work over all rows', () => {
  test('rewrites, verifications and index builds are told', async () => {
    const { trace } = await replay([
      'CREATE TABLE t (a int, b text); CREATE TABLE r (id int PRIMARY KEY);',
      `ALTER TABLE t ALTER COLUMN a TYPE bigint; ALTER TABLE t ADD CHECK (a > 0); CREATE INDEX i ON t (b);
       ALTER TABLE t ADD COLUMN c int DEFAULT 1; ALTER TABLE t ALTER COLUMN b SET NOT NULL; ALTER TABLE t ADD COLUMN d double precision DEFAULT random();`,
    ]);
    const [type, check, index, constant, notNull, volatile] = statementsOf(trace);
    expect(type?.rewrites).toEqual(['public.t']);
    expect(check?.verifies).toEqual(['public.t']);
    expect(index?.indexBuilds).toEqual(['i']);
    expect([constant?.rewrites, constant?.verifies]).toEqual([[], []]);
    expect(notNull?.verifies).toEqual(['public.t']);
    expect(volatile?.rewrites).toEqual(['public.t']);
  });

  test('a table whose rows are all checked is told with its schema and its quotes', async () => {
    const own = Array.from({ length: 80 }, (_, i) => `CREATE TABLE shop.t${i} (a int);`).join('');
    const { trace } = await replay([
      'CREATE SCHEMA shop; CREATE TABLE shop."Odd.Name" (a int);',
      `${own} ALTER TABLE shop."Odd.Name" ADD CHECK (a > 0); ALTER TABLE shop.t1 ALTER COLUMN a SET NOT NULL;`,
      'CREATE TEMP TABLE scratch (a int); ALTER TABLE scratch ADD CHECK (a > 0);',
    ]);
    const told = trace.migrations.map(({ statements }) => statements.flatMap(({ verifies }) => verifies));
    expect(told).toEqual([[], ['shop."Odd.Name"', 'shop.t1'], ['scratch']]);
  });

  test('also of CREATE INDEX CONCURRENTLY, which no transaction may hold', async () => {
    const { trace } = await replay(['CREATE TABLE t (a int);', 'CREATE INDEX CONCURRENTLY i ON t (a);']);
    const [index] = statementsOf(trace);
    expect(index?.indexBuilds).toEqual(['i']);
    expect(eventsOf(index)).toEqual(['create index public.i']);
  });
});

test('notices are kept, with their codes', async () => {
  const { trace } = await replay(["DROP TABLE IF EXISTS nope; DO $$ BEGIN RAISE WARNING 'careful'; END $$;"]);
  expect(
    statementsOf(trace).flatMap(({ notices }) =>
      notices.map(({ severity, message }) => `${severity} ${message}`),
    ),
  ).toEqual(['NOTICE table "nope" does not exist, skipping', 'WARNING careful']);
});

test('settings that a migration leaves behind are told, and taken back for the next', async () => {
  const { trace } = await replay(
    [
      "SET search_path = ''; SET statement_timeout = '5s'; CREATE ROLE r; SET ROLE r;",
      'CREATE TABLE t (a int); SET LOCAL search_path = app;',
    ],
    { runner: 'prisma' },
  );
  expect(errorsOf(trace)).toEqual([]);
  expect(trace.migrations[0]?.leaks).toEqual([
    { setting: 'role', value: 'r' },
    { setting: 'search_path', value: '""' },
    { setting: 'statement_timeout', value: '5000' },
  ]);
  expect(trace.migrations[1]?.leaks).toEqual([]);
});

test('what else a migration leaves in its session is not there for the next one, and told', async () => {
  const rehearsal = await replay(
    [
      `CREATE SCHEMA app; DO $$ BEGIN SET search_path = app; END $$; CREATE TEMP TABLE ids AS SELECT 1 AS id;
       PREPARE one AS SELECT 1; DECLARE rows CURSOR WITH HOLD FOR SELECT 1; CREATE TEMP TABLE gone () ON COMMIT DROP;`,
      'CREATE TABLE t (a int);',
      'CREATE TEMP TABLE ids (a int);',
      'SELECT a FROM ids;',
    ],
    { runner: 'drizzle' },
  );
  const { trace } = rehearsal;
  expect(errorsOf(trace)).toEqual(['4.1: 42P01']);
  expect(trace.migrations[0]).toMatchObject({
    leaks: [{ setting: 'search_path', value: 'app' }],
    leftovers: [
      { kind: 'cursor', name: 'rows' },
      { kind: 'statement', name: 'one' },
      { kind: 'table', name: 'ids' },
    ],
  });
  expect(eventsOf(statementsOf(trace, 2)[0])).toContain('create table public.t');
});

describe.concurrent('a migration cannot get at the watch', () => {
  test.each([
    'ALTER EVENT TRIGGER "!strata_trace_command" DISABLE',
    'DROP EVENT TRIGGER "!strata_trace_drop"',
    'DROP FUNCTION pg_catalog.strata_trace_mark(int, bool)',
    "CREATE OR REPLACE FUNCTION pg_catalog.strata_trace_mark(n int, with_locks bool) RETURNS void LANGUAGE sql AS ''",
    'SET event_triggers = off',
  ])('%s', async (sql) => {
    const { trace } = await replay([`${sql};`, 'CREATE TABLE t (a int);']);
    const [statement] = statementsOf(trace, 1);
    expect((statement?.error ?? statement?.leftOut)?.code).toBe('42501');
    expect(eventsOf(statementsOf(trace, 2)[0])).toContain('create table public.t');
  });

  test('and an event trigger of its own, where it runs as superuser, changes nothing of it', async () => {
    const { trace } = await replay(
      [
        `CREATE FUNCTION guard() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE NOTICE 'guarded %', tg_tag; END $$;
         CREATE EVENT TRIGGER guard ON ddl_command_end EXECUTE FUNCTION guard();`,
        'CREATE TABLE t (a int);',
      ],
      { superuser: true },
    );
    const [create] = statementsOf(trace);
    expect(eventsOf(create)).toContain('create table public.t');
    expect(create?.notices.map(({ message }) => message)).toEqual(['guarded CREATE TABLE']);
  });
});
