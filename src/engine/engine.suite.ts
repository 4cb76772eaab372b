import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EngineKind } from '../model/trace.ts';
import type { Base, OpenOptions } from './engine.ts';
import { openEngine } from './open.ts';
import { ownerRights, superuserGuard } from './rights.suite.ts';

/** What an engine may be unable to do. Each entry in an engine's list says why. */
type Ability =
  | 'several sessions'
  | 'outside clients'
  | 'names of databases'
  | 'sharing'
  | 'copy from stdin'
  | 'keeping the owner from becoming superuser';

const base: Base = { platform: 'none', extensions: {} };

/**
 * The behaviour that every engine has, but for what its list of limits names. Further tests of the same file may open theirs with
 * what is returned, from the base that is there by then.
 */
export function engineSuite(kind: EngineKind, limits: Partial<Readonly<Record<Ability, string>>>): Open {
  const cacheDir = mkdtempSync(join(tmpdir(), 'strata-engine-'));
  afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));
  const open: Open = (options = {}) => openEngine({ kind, base, cacheDir, ...options });
  const unless = (ability: Ability) => test.skipIf(limits[ability] !== undefined);
  let shared: ReturnType<Open> | undefined;
  afterAll(async () => await (await shared)?.[Symbol.asyncDispose]());
  const borrow = () => {
    shared ??= open();
    return shared;
  };

  // The first start may have to make the base, and PGlite also has to compile.
  describe(`the ${kind} engine`, { timeout: 60_000 }, () => {
    emptyDatabase(open, borrow, kind);
    snapshots(open);
    databases(open, unless);
    ownerRights(open, unless);
    extensions(open, borrow);
    superuserGuard(open);
    errors(borrow, unless);
  });
  return open;
}

export type Open = (options?: Partial<OpenOptions>) => ReturnType<typeof openEngine>;
/** The engine of tests that leave nothing behind which another would see: starting PGlite takes seconds. */
type Borrow = () => ReturnType<typeof openEngine>;
export type Unless = (ability: Ability) => ReturnType<typeof test.skipIf>;

function emptyDatabase(open: Open, borrow: Borrow, kind: EngineKind): void {
  test('starts empty, owned by an ordinary role, in UTF-8 and UTC', async () => {
    await using engine = await open();
    await using session = await engine.main.connect('owner');
    const [row] = await session.query(`
      SELECT current_user AS role, session_user AS login, current_database() AS database,
        (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user) AS powerful,
        (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()) AS owner,
        current_setting('TimeZone') AS zone, current_setting('server_encoding') AS encoding,
        current_setting('search_path') AS path, lower('ÄÖÜ') AS lower,
        (SELECT count(*)::int FROM pg_class WHERE relnamespace = 'public'::regnamespace) AS relations`);
    expect(row).toEqual({
      role: 'postgres',
      login: 'postgres',
      database: 'postgres',
      powerful: false,
      owner: 'postgres',
      zone: 'UTC',
      encoding: 'UTF8',
      path: '"$user", public',
      lower: 'äöü',
      relations: 0,
    });
    expect(engine.startedFrom).toBeUndefined();
    expect(engine.name.kind).toBe(kind);
    expect(engine.name.version).toMatch(/^18\.\d+$/);
  });

  test('lets the owner do what an owner does', async () => {
    await using engine = await open();
    await using session = await engine.main.connect('owner');
    const { error } = await session.run(`
      CREATE ROLE app LOGIN PASSWORD 'x';
      CREATE SCHEMA shop AUTHORIZATION app;
      CREATE TABLE shop.items (id int PRIMARY KEY);
      ALTER TABLE shop.items OWNER TO app;
      GRANT pg_read_all_data TO app;
      SET session_replication_role = replica;
      RESET session_replication_role;
      COMMENT ON EXTENSION plpgsql IS 'as old dumps say';
      DROP SCHEMA public CASCADE;
      CREATE SCHEMA public;
      CREATE PUBLICATION news FOR TABLE shop.items;
      ALTER DEFAULT PRIVILEGES FOR ROLE app IN SCHEMA shop GRANT SELECT ON TABLES TO app;`);
    expect(error).toBeUndefined();
  });

  test('holds thousands of locks in one transaction', async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    const { error } = await session.run(`BEGIN;
      DO $$ BEGIN FOR i IN 1..4000 LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); END LOOP; END $$;
      ROLLBACK`);
    expect(error).toBeUndefined();
  });
}

function snapshots(open: Open): void {
  test('starts from the best snapshot that exists', async () => {
    await using first = await open();
    {
      await using session = await first.main.connect('owner');
      await session.query(
        'CREATE TABLE kept (id int); INSERT INTO kept VALUES (7); CREATE ROLE of_the_cluster',
      );
    }
    await first.save('kept');
    await using second = await open({ snapshots: ['never', 'kept', 'older'] });
    expect(second.startedFrom).toBe('kept');
    await using session = await second.main.connect('owner');
    expect(await session.query('SELECT id FROM kept')).toEqual([{ id: 7 }]);
    expect(await session.query(`SELECT rolname FROM pg_roles WHERE rolname = 'of_the_cluster'`)).toHaveLength(
      1,
    );
  });

  test('keeps the older files when a name is saved twice', async () => {
    for (const table of ['older', 'newer']) {
      await using engine = await open();
      {
        await using session = await engine.main.connect('owner');
        await session.query(`CREATE TABLE ${table} (id int)`);
      }
      await engine.save('twice');
    }
    await using engine = await open({ snapshots: ['twice'] });
    await using session = await engine.main.connect('owner');
    expect(await session.query(`SELECT relname FROM pg_class WHERE relname IN ('older', 'newer')`)).toEqual([
      { relname: 'older' },
    ]);
  });

  test('never shows one run what another left', async () => {
    for (const _ of [1, 2]) {
      await using engine = await open();
      await using session = await engine.main.connect('owner');
      expect((await session.run('CREATE ROLE once; CREATE TABLE once (id int)')).error).toBeUndefined();
    }
  });
}

function databases(open: Open, unless: Unless): void {
  test('clones a database with its rows, and makes empty ones as main was', async () => {
    await using engine = await open();
    {
      await using session = await engine.main.connect('owner');
      await session.query('CREATE TABLE words (word text); INSERT INTO words VALUES ($$hello$$)');
      await session.query(`ALTER DATABASE postgres SET work_mem = '7MB'`);
    }
    const clone = await engine.createDatabase({ like: engine.main });
    const second = await engine.createDatabase({ like: clone });
    const empty = await engine.createDatabase();
    for (const database of [clone, second]) {
      await using session = await database.connect('owner');
      expect(await session.query('SELECT word FROM words')).toEqual([{ word: 'hello' }]);
      expect(await session.query('SHOW work_mem')).toEqual([{ work_mem: '7MB' }]);
      expect((await session.run('CREATE SCHEMA mine; DROP TABLE words')).error).toBeUndefined();
    }
    {
      await using session = await empty.connect('owner');
      expect(await session.query(`SELECT to_regclass('words') AS words`)).toEqual([{ words: null }]);
      expect((await session.run('CREATE TABLE words (id int)')).error).toBeUndefined();
    }
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT word FROM words')).toEqual([{ word: 'hello' }]);
  });

  unless('names of databases')('gives a database the name that is asked for', async () => {
    await using engine = await open();
    const database = await engine.createDatabase({ name: 'Odd "name"' });
    await using session = await database.connect('owner');
    expect(await session.query('SELECT current_database() AS name')).toEqual([{ name: 'Odd "name"' }]);
  });

  unless('several sessions')('drops a database under its open sessions, but never main', async () => {
    await using engine = await open();
    const database = await engine.createDatabase();
    await using session = await database.connect('owner');
    await database.drop();
    await expect(session.query('SELECT 1')).rejects.toThrow();
    await expect(engine.main.drop()).rejects.toThrow('main database');
  });

  unless('several sessions')('refuses to clone a database with open sessions, and names them', async () => {
    await using engine = await open();
    await using _session = await engine.main.connect('owner', { applicationName: 'still-here' });
    await expect(engine.createDatabase({ like: engine.main })).rejects.toThrow('still-here');
  });

  unless('outside clients')('tells any client how to connect as the owner', async () => {
    await using engine = await open();
    const { default: pg } = await import('pg');
    const client = new pg.Client(engine.main.url);
    await client.connect();
    const { rows } = await client.query('SELECT current_user AS role');
    await client.end();
    expect(rows).toEqual([{ role: 'postgres' }]);
  });

  unless('sharing')('is one server for all who share it, until the last of them leaves', async () => {
    const share = `suite ${process.pid}`;
    const [one, two] = await Promise.all([open({ share }), open({ share })]);
    expect(one.main.url).toBe(two.main.url);
    {
      await using session = await one.main.connect('owner');
      await session.query('CREATE TABLE from_one (id int)');
    }
    await one[Symbol.asyncDispose]();
    await using session = await two.main.connect('owner');
    expect(await session.query('SELECT * FROM from_one')).toEqual([]);
    await expect(two.save('shared')).rejects.toThrow('shared');
    await two[Symbol.asyncDispose]();
  });
}

const configured: Base = {
  platform: 'none',
  extensions: { house_rules: 'CREATE FUNCTION house_rules() RETURNS int LANGUAGE sql AS $$SELECT 42$$;' },
};

const commonExtensions = [
  'pgcrypto',
  'uuid-ossp',
  'citext',
  'pg_trgm',
  'btree_gin',
  'btree_gist',
  'hstore',
  'ltree',
  'unaccent',
  'fuzzystrmatch',
  'tablefunc',
  'intarray',
  'moddatetime',
  'pg_stat_statements',
];

function extensions(open: Open, borrow: Borrow): void {
  test('lets the owner create contrib extensions, also those that PostgreSQL does not trust', async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    for (const extension of commonExtensions) {
      const { error } = await session.run(`CREATE EXTENSION IF NOT EXISTS "${extension}" WITH SCHEMA public;
        COMMENT ON EXTENSION "${extension}" IS 'mine'; DROP EXTENSION "${extension}"`);
      expect(error, extension).toBeUndefined();
    }
  });

  test("has the collations that servers name after their system's locales", async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    await session.query(
      'CREATE TEMPORARY TABLE words (word text COLLATE "en_US.utf8", other text COLLATE "de_DE")',
    );
    const [row] = await session.query(`SELECT 'a' < 'B' COLLATE "en_US.UTF-8" AS is_before`);
    expect(row).toEqual({ is_before: true });
  });

  test('has stand-ins, the configured ones too', async () => {
    await using engine = await open({ base: configured });
    await using session = await engine.main.connect('owner');
    await session.query('CREATE EXTENSION house_rules; CREATE EXTENSION vector');
    expect(await session.query('SELECT house_rules() AS answer')).toEqual([{ answer: 42 }]);
  });

  test('prepares the platform Supabase', async () => {
    await using engine = await open({ base: { platform: 'supabase', extensions: {} } });
    for (const database of [engine.main, await engine.createDatabase()]) {
      await using session = await database.connect('owner');
      expect(await session.query(`SELECT to_regclass('auth.users') IS NOT NULL AS users`)).toEqual([
        { users: true },
      ]);
    }
  });
}

function errors(borrow: Borrow, unless: Unless): void {
  test('goes on after statements that fail', async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    const result = await session.run('CREATE TABLE a (id int); SELECT broken');
    expect(result.error?.code).toBe('42703');
    await expect(session.query('SELECT $1::int / 0', [1])).rejects.toThrow('division by zero');
    expect(await session.query('SELECT $1::int + 1 AS two', [1])).toEqual([{ two: 2 }]);
    expect(await session.query(`SELECT to_regclass('a') AS a`)).toEqual([{ a: null }]);
  });

  test('tells notices in order', async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    const seen: string[] = [];
    session.onNotice((notice) => seen.push(notice.message));
    await session.run(`DO $$ BEGIN RAISE NOTICE 'one'; RAISE NOTICE 'two'; END $$`);
    expect(seen).toEqual(['one', 'two']);
  });

  unless('copy from stdin')('feeds COPY ... FROM stdin', async () => {
    const engine = await borrow();
    await using session = await engine.main.connect('owner');
    const { error } = await session.run('CREATE TEMPORARY TABLE n (i int); COPY n FROM stdin; SELECT 1', [
      '1\n2\n',
    ]);
    expect(error).toBeUndefined();
    expect(await session.query('SELECT sum(i)::int AS sum FROM n')).toEqual([{ sum: 3 }]);
  });
}
