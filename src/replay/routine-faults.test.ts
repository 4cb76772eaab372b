import { expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { enginesInTurn } from '../engine/engines-in-turn.suite.ts';
import type { Schema } from '../model/schema.ts';
import { readAsMaker, readRehearsed } from './read-as-maker.ts';
import { cold } from './rehearsal.suite.ts';

const openEngine = enginesInTurn();

async function faultsOf(sql: string): Promise<Schema['routineFaults']> {
  const { engine, faults } = await rehearsed(sql);
  await engine[Symbol.asyncDispose]();
  return faults;
}

/** The engine in which this ran, and the faults that were found there. */
async function rehearsed(
  sql: string,
): Promise<{ readonly engine: Engine; readonly faults: Schema['routineFaults'] }> {
  const engine = await openEngine({
    kind: 'native',
    base: { platform: 'none', extensions: cold.extensions },
  });
  const owner = await engine.main.connect('owner');
  await owner.query(sql);
  await owner.close();
  const options = { superuser: false };
  const read = await readRehearsed(engine.main, options);
  // Nothing stays of what was tried.
  expect(await readAsMaker(engine.main, options)).toEqual({ ...read, routineFaults: undefined });
  await using again = await engine.main.connect('owner');
  expect(await again.query('SHOW is_superuser')).toEqual([{ is_superuser: 'off' }]);
  return { engine, faults: read.routineFaults };
}

const told = async (sql: string) =>
  (await faultsOf(sql))?.map(({ routine, line, table, message }) => [routine, line, table, message]);

test('a trigger function is tried with the rows of each table whose triggers call it', async () => {
  const found = await told(`
    CREATE TABLE a (id int, at timestamptz); CREATE TABLE b (id int); CREATE TABLE "C" (id int);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.at := now();
        RETURN NEW;
      END $$;
    CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TRIGGER t BEFORE INSERT ON "C" FOR EACH ROW EXECUTE FUNCTION touch();
    ALTER TABLE "C" DISABLE TRIGGER t`);
  expect(found).toEqual([['function:public.touch()', 3, 'public.b', 'column "at" not found in data type b']]);
});

test('a routine is tried under its own search_path, else under that of the database', async () => {
  const body = 'LANGUAGE plpgsql AS $$ BEGIN PERFORM 1 FROM t; END $$';
  const found = await told(`
    CREATE SCHEMA app; CREATE TABLE app.t ();
    CREATE FUNCTION f() RETURNS void ${body}; CREATE FUNCTION g() RETURNS void SET search_path = public ${body};
    ALTER DATABASE postgres SET search_path = app, public`);
  expect(found).toEqual([['function:public.g()', 1, undefined, 'relation "t" does not exist']]);
});

test('of a function that is missing it is told where others of that name are', async () => {
  const found = await faultsOf(`
    CREATE SCHEMA app; CREATE FUNCTION app.tax(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SET search_path = '' AS 'BEGIN RETURN tax(1); END'`);
  expect(found?.map(({ namesakes }) => namesakes)).toEqual([
    [{ name: 'tax', schema: 'app', extension: null }],
  ]);
});

test('a body in SQL is tried as it is', async () => {
  const found = await told(`
    CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS SETOF int LANGUAGE sql AS 'SELECT a FROM t';
    ALTER TABLE t RENAME a TO b`);
  expect(found).toEqual([['function:public.f()', undefined, undefined, 'column "a" does not exist']]);
});

test("an operator in a routine's own search_path is not run by the superuser", async () => {
  const found = await told(`
    CREATE SCHEMA trap;
    CREATE FUNCTION trap.spring(int, int) RETURNS int LANGUAGE plpgsql AS $$
      BEGIN ALTER ROLE postgres SUPERUSER; RETURN 1; END $$;
    CREATE OPERATOR trap.- (LEFTARG = int, RIGHTARG = int, FUNCTION = trap.spring);
    CREATE FUNCTION f(n int) RETURNS int LANGUAGE plpgsql SET search_path = trap, pg_catalog
      AS 'BEGIN RETURN missing(n - 1); END'`);
  expect(found).toEqual([
    ['function:public.f(integer)', 1, undefined, 'function missing(integer) does not exist'],
  ]);
});

test("a check of a domain that a body's literal meets does not run with a superuser's rights", async () => {
  const { engine, faults } = await rehearsed(`
    CREATE SEQUENCE met_superuser;
    CREATE FUNCTION spring(int) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN
      PERFORM setval('public.met_superuser', 7) FROM pg_roles WHERE rolsuper AND rolname IN (session_user, current_user);
      RETURN true; END $$;
    CREATE DOMAIN d AS int CHECK (public.spring(VALUE));
    CREATE FUNCTION f() RETURNS d[] LANGUAGE sql AS $$ SELECT '{1}'::d[] $$;
    CREATE FUNCTION g() RETURNS d[] LANGUAGE plpgsql AS $$ BEGIN RETURN '{1}'::d[] || missing(); END $$`);
  expect(faults?.map(({ message }) => message)).toEqual(['function missing() does not exist']);
  await using _engine = engine;
  await using owner = await engine.main.connect('owner');
  expect(await owner.query('SELECT last_value FROM met_superuser')).toEqual([{ last_value: 1 }]);
});

test('a body may use what another role has, which its owner may not see', async () => {
  const found = await told(`
    CREATE ROLE app; CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TYPE app.mood AS ENUM ('calm');
    CREATE FUNCTION f(m app.mood) RETURNS int LANGUAGE plpgsql SET search_path = app AS $$
      BEGIN RETURN (SELECT a FROM t); END $$;
    CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql SET search_path = app AS $$
      BEGIN RETURN (SELECT b FROM t); END $$;
    GRANT ALL ON SCHEMA app TO app; ALTER TABLE app.t OWNER TO app; ALTER TYPE app.mood OWNER TO app;
    ALTER SCHEMA app OWNER TO app; REVOKE app FROM postgres GRANTED BY postgres`);
  expect(found).toEqual([['function:public.g()', 2, undefined, 'column "b" does not exist']]);
});
