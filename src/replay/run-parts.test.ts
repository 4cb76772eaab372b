import { describe, expect, test } from 'vitest';
import { errorsOf, eventsOf, replay, statementsOf } from './rehearsal.suite.ts';

const secureTables = `
CREATE FUNCTION public.secure() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE made record;
BEGIN
  FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE command_tag = 'CREATE TABLE' LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', made.object_identity);
  END LOOP;
END $$;
CREATE EVENT TRIGGER secured ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION public.secure();
CREATE TABLE public.notes (id bigint PRIMARY KEY);
COMMENT ON EVENT TRIGGER secured IS 'every new table';`;

const wrapper = `
CREATE EXTENSION wrappers SCHEMA extensions;
CREATE FOREIGN DATA WRAPPER payments HANDLER extensions.stripe_fdw_handler VALIDATOR extensions.stripe_fdw_validator;
CREATE SERVER payments FOREIGN DATA WRAPPER payments OPTIONS (api_key_name 'stripe');
CREATE FOREIGN TABLE public.customers (id text) SERVER payments OPTIONS (object 'customers');
CREATE VIEW public.known_customers AS SELECT id FROM public.customers;`;

const leftOutOf = (statements: ReturnType<typeof statementsOf>) =>
  statements.filter(({ leftOut }) => leftOut !== undefined).map(({ index }) => index);

describe.concurrent('on Supabase the owner', () => {
  const supabase = { runner: 'supabase', platform: 'supabase' } as const;

  test('makes event triggers, which then act', async () => {
    const { trace } = await replay([secureTables], supabase);
    expect(errorsOf(trace)).toEqual([]);
    expect(leftOutOf(statementsOf(trace))).toEqual([]);
    expect(eventsOf(statementsOf(trace)[2])).toEqual([
      'create table public.notes',
      'create table column public.notes.id',
      'create index public.notes_pkey',
      'alter table public.notes',
    ]);
  });

  test('makes wrappers of an extension, and what stands on them', async () => {
    const { trace } = await replay([wrapper], supabase);
    expect(errorsOf(trace)).toEqual([]);
    expect(leftOutOf(statementsOf(trace))).toEqual([]);
  });

  test('runs no validator of its own as superuser', async () => {
    const { trace } = await replay(
      [
        `CREATE FUNCTION public.spy(text[], oid) RETURNS void LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''called''; END';
         CREATE FOREIGN DATA WRAPPER own VALIDATOR public.spy OPTIONS (a 'b');`,
      ],
      supabase,
    );
    expect(errorsOf(trace)).toEqual([]);
    expect(leftOutOf(statementsOf(trace))).toEqual([2]);
  });

  test('is told where a statement behind a raised one fails', async () => {
    const text = `-- 𝒳\n${secureTables}\nSELECT missing;`;
    const { trace } = await replay([text], supabase);
    expect(errorsOf(trace)).toEqual(['1.5: 42703']);
    expect(statementsOf(trace)[4]?.error?.offset).toBe(text.indexOf('missing'));
  });
});

test('an owner moves the extension that it has created', async () => {
  const { trace } = await replay(
    [
      `CREATE SCHEMA old; CREATE EXTENSION pg_trgm SCHEMA old;
       ALTER EXTENSION pg_trgm SET SCHEMA public; DROP SCHEMA old; SELECT public.similarity('a', 'b');`,
    ],
    { platform: 'none' },
  );
  expect(errorsOf(trace)).toEqual([]);
  expect(leftOutOf(statementsOf(trace))).toEqual([]);
});

test('a migration that changes its own role first cannot be given more rights in the same transaction', async () => {
  const { trace } = await replay([
    `CREATE SCHEMA lib; CREATE EXTENSION pg_trgm; ALTER USER postgres PASSWORD 'x';
     ALTER EXTENSION pg_trgm SET SCHEMA lib;`,
  ]);
  expect(errorsOf(trace)).toEqual([]);
  expect(leftOutOf(statementsOf(trace))).toEqual([4]);
});

test('what a COMMIT of the file has kept is not run again', async () => {
  const text = `BEGIN; CREATE TABLE public.kept (id int); COMMIT;
    CREATE PUBLICATION everything FOR ALL TABLES; ALTER TABLE public.kept ADD COLUMN name text;`;
  for (const platform of ['none', 'supabase'] as const) {
    const { trace } = await replay([text], { runner: 'supabase', platform });
    expect(errorsOf(trace)).toEqual([]);
    expect(leftOutOf(statementsOf(trace))).toEqual(platform === 'none' ? [4] : []);
    expect(eventsOf(statementsOf(trace).at(-1))).toEqual([
      'alter table public.kept',
      'create table column public.kept.name',
    ]);
  }
});

test('what is handed to a role without rights in its schema stays where it is', async () => {
  const text = 'CREATE ROLE app; CREATE TYPE pair AS (a int, b int); ALTER TYPE pair OWNER TO app;';
  const { trace } = await replay([text]);
  expect(errorsOf(trace)).toEqual([]);
  expect(leftOutOf(statementsOf(trace))).toEqual([3]);
});

test('what a dump hands to other roles is left out, and all else runs once more at most', async () => {
  const made = [1, 2, 3].map(
    (n) => `CREATE FUNCTION f${n}() RETURNS int LANGUAGE sql AS 'SELECT 1';
      ALTER FUNCTION f${n}() OWNER TO ${n === 2 ? 'CURRENT_USER' : 'keeper'};`,
  );
  const text = `SELECT nextval('runs'); ${made.join('\n')}
    DO $$ BEGIN RAISE NOTICE 'run %', (SELECT last_value FROM runs); END $$;`;
  const { trace } = await replay(['CREATE ROLE keeper; CREATE SEQUENCE runs;', text], { runner: 'prisma' });
  expect(errorsOf(trace)).toEqual([]);
  const statements = statementsOf(trace);
  expect(leftOutOf(statements)).toEqual([3, 7]);
  expect(statements[6]?.leftOut?.message).toBe('permission denied for schema public');
  expect(statements.flatMap(eventsOf)).toEqual([
    'create function public.f1()',
    'create function public.f2()',
    'alter function public.f2()',
    'create function public.f3()',
  ]);
  expect(statements[7]?.notices[0]?.message).toBe('run 2');
});

test('PGlite, which has one session, leaves out what a second one would help with', async () => {
  const { trace } = await replay([secureTables], {
    runner: 'supabase',
    platform: 'supabase',
    engine: 'pglite',
  });
  expect(leftOutOf(statementsOf(trace))).toEqual([2]);
});

test('elsewhere event triggers are left out', async () => {
  const { trace } = await replay([secureTables]);
  expect(leftOutOf(statementsOf(trace))).toEqual([2]);
});
