import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '../db/session.ts';
import { ownDirectory } from './child.suite.ts';
import { prepareTestDatabases, type TestDatabase, testDatabase } from './testing.ts';

const sql = `
  CREATE TABLE guests (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
  CREATE FUNCTION greet(guest text) RETURNS text LANGUAGE sql RETURN 'Hello ' || guest;`;

const own = ownDirectory();

describe('a test database', () => {
  test('holds what the statements made, and belongs to an ordinary owner', async () => {
    await using db = await testDatabase({ sql });
    await db.query('INSERT INTO guests (name) VALUES ($1)', ['Ada']);
    expect(
      await db.query(
        `SELECT greet(name) AS greeting, current_user AS role, rolsuper AS powerful
         FROM guests, pg_roles WHERE rolname = current_user`,
      ),
    ).toEqual([{ greeting: 'Hello Ada', role: 'postgres', powerful: false }]);
  });

  test('is nobody else’s, however many are taken at once', async () => {
    const taken = await Promise.all(Array.from({ length: 12 }, () => testDatabase({ sql })));
    expect(new Set(taken.map((db) => db.name)).size).toBe(12);
    await Promise.all(
      taken.map((db, i) => db.query('INSERT INTO guests (name) VALUES ($1)', [`guest ${i}`])),
    );
    const seen = await Promise.all(taken.map((db) => db.query('SELECT name FROM guests')));
    expect(seen).toEqual(taken.map((_, i) => [{ name: `guest ${i}` }]));
    await Promise.all(taken.map((db) => db[Symbol.asyncDispose]()));
  });

  test('is reached by its address, over TCP', async () => {
    await using db = await testDatabase({ sql });
    const { host, port, user, password, database } = db.address;
    expect(db.url).toBe(`postgres://${user}:${password}@${host}:${port}/${database}`);
    await using session = await openSession(db.address);
    expect(await session.query('SELECT current_database() AS name')).toEqual([{ name: db.name }]);
  });

  test('goes away when it is disposed, and at once when it is dropped', async () => {
    await using witness = await testDatabase({ sql });
    let disposed: TestDatabase;
    {
      await using db = await testDatabase({ sql });
      disposed = db;
    }
    const dropped = await testDatabase({ sql });
    await using session = await openSession(dropped.address);
    await dropped.drop();
    await expect(session.query('SELECT')).rejects.toThrow();
    expect(await names(witness)).not.toContain(dropped.name);
    await expect.poll(() => names(witness), { timeout: 50_000 }).not.toContain(disposed.name);
  });

  test('holds the seed files, which run once', async () => {
    const seed = join(own.path, 'seed.sql');
    writeFileSync(seed, `INSERT INTO guests (name) VALUES ('Grace'); SELECT pg_notify('a', 'b');`);
    for (let i = 0; i < 2; i += 1) {
      await using db = await testDatabase({ sql, seed });
      expect(await db.query('SELECT name FROM guests')).toEqual([{ name: 'Grace' }]);
    }
  });

  test('takes seeds as pg_dump and psql write them', async () => {
    const seed = join(own.path, 'dumped.sql');
    writeFileSync(
      seed,
      `\ufeff\\restrict abc
SET session_replication_role = replica;
SET standard_conforming_strings = on;
COPY public.guests (id, name) FROM stdin;
7\tGrace
8\tAda
\\.
SELECT pg_catalog.setval('public.guests_id_seq', 8, true);
\\unrestrict abc
`,
    );
    await using db = await testDatabase({ sql, seed });
    expect(await db.query('SELECT id, name FROM guests ORDER BY id')).toEqual([
      { id: 7, name: 'Grace' },
      { id: 8, name: 'Ada' },
    ]);
  });

  test('holds what a seed function wrote', async () => {
    const seed = async (url: string) => {
      const { hostname, port, username, password, pathname } = new URL(url);
      await using session = await openSession({
        host: hostname,
        port: Number(port),
        user: username,
        password,
        database: pathname.slice(1),
      });
      await session.query(`INSERT INTO guests (name) VALUES ('Mary')`);
    };
    await using db = await testDatabase({ sql, seed });
    expect(await db.query('SELECT name FROM guests')).toEqual([{ name: 'Mary' }]);
  });

  test('has the settings that a migration left on the database', async () => {
    const settings = `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = audit', current_database()); END $$;
      CREATE SCHEMA audit;`;
    for (let i = 0; i < 2; i += 1) {
      await using db = await testDatabase({ sql: settings });
      expect(await db.query('SHOW search_path')).toEqual([{ search_path: 'audit' }]);
    }
  });
});

test('the server can be prepared ahead of the tests', async () => {
  const ahead = `${sql} -- ahead`;
  const prepared = await prepareTestDatabases({ sql: ahead });
  await using db = await testDatabase({ sql: ahead });
  await prepared[Symbol.asyncDispose]();
  await using next = await testDatabase({ sql: ahead });
  expect(next.address.port).toBe(db.address.port);
  expect(await next.query('SELECT name FROM guests')).toEqual([]);
});

describe('a project', () => {
  test('gives its migrations, its configuration read, and says what they lack', async () => {
    const project = makeProject('guests', {
      'strata.config.json': '{ "roles": ["concierge"] }',
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"',
      'prisma/migrations/20260101000000_guests/migration.sql': 'CREATE TABLE guests (name text);',
      'prisma/migrations/20260102000000_grant/migration.sql': 'GRANT SELECT ON guests TO concierge;',
      'prisma/migrations/20260103000000_path/migration.sql': '\nALTER DATABASE inn SET search_path = rooms;',
    });
    const seed = join(own.path, 'statistics.sql');
    writeFileSync(seed, 'SET log_statement_stats = on;');
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => told.mockRestore());
    await using db = await testDatabase({ project, seed });
    await using _second = await testDatabase({ project, seed });
    expect(told.mock.calls.flat().join('')).toMatch(
      /^strata: test databases lack what takes more rights than an owner has: 20260103000000_path, line 2 \(database "inn" does not exist\); \S*statistics\.sql, line 1 \(permission denied to set .*\)\n$/,
    );
    const [row] = await db.query(`SELECT has_table_privilege('concierge', 'guests', 'SELECT') AS granted`);
    expect(row).toEqual({ granted: true });
  });

  test('that changes while the process lives on is read again', async () => {
    const project = makeProject('growing', { 'migrations/001_a.sql': 'CREATE TABLE a (id int);' });
    const seed = join(own.path, 'growing.sql');
    writeFileSync(seed, 'INSERT INTO a VALUES (1);');
    const tables = async () => {
      await using db = await testDatabase({ project, seed });
      return await db.query(
        "SELECT to_regclass('b')::text AS b, count(*)::int AS rows, current_setting('port') AS port FROM a",
      );
    };
    const [before] = await tables();
    expect(before).toMatchObject({ b: null, rows: 1 });
    writeFileSync(join(project, 'migrations/.001_a.sql.swp'), '');
    expect(await tables()).toEqual([before]);
    writeFileSync(join(project, 'migrations/002_b.sql'), 'CREATE TABLE b (id int);');
    expect(await Promise.all([tables(), tables()])).toMatchObject([[{ b: 'b' }], [{ b: 'b' }]]);
    writeFileSync(seed, 'INSERT INTO a VALUES (1), (2);');
    expect(await tables()).toMatchObject([{ b: 'b', rows: 2 }]);
    writeFileSync(join(project, 'migrations/003_c.sql'), Buffer.from([0, 1, 2, 255, 254, 0, 7]));
    await expect(tables()).rejects.toThrow('migrations/003_c.sql cannot be read');
  });

  test('whose history fails is refused with the statement that fails', async () => {
    const project = makeProject('broken', {
      'migrations/001_guests.sql': 'CREATE TABLE guests (name text);',
      'migrations/002_email.sql': '-- Guests can be written to.\nALTER TABLE guest ADD email text;',
    });
    for (let i = 0; i < 2; i += 1) {
      await expect(testDatabase({ project })).rejects.toMatchObject({
        code: 'project',
        message:
          'migration 002_email fails at migrations/002_email.sql:2: relation "guest" does not exist (42P01)',
        hint: `Run: strata check ${project}`,
        where: { file: 'migrations/002_email.sql', line: 2 },
      });
    }
  });

  test('whose SQL a test wrote itself is refused without a command that does not look at that SQL', async () => {
    await expect(testDatabase({ sql: 'SELECT 1;\nCREAT TABLE a (id int);' })).rejects.toMatchObject({
      code: 'project',
      message: 'the SQL of testDatabase fails in line 2: syntax error at or near "CREAT" (42601)',
      hint: 'Mend the SQL that was given as `sql`.',
    });
  });

  test('with several histories must say which', async () => {
    const project = makeProject('several', {
      'orders/migrations/001_orders.sql': 'CREATE TABLE orders (id int);',
      'stock/migrations/001_stock.sql': 'CREATE TABLE stock (id int);',
    });
    await expect(testDatabase({ project })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/has several histories: .*orders\/migrations, .*stock\/migrations/),
    });
    await using db = await testDatabase({ migrations: join(project, 'stock/migrations') });
    expect(await db.query('SELECT id FROM stock')).toEqual([]);
  });

  test.each([
    { what: 'a directory without migrations', options: { project: 'docs' }, words: /no migrations found/ },
    {
      what: 'a seed that is not there',
      options: { sql, seed: 'none.sql' },
      words: /seed .*none.sql cannot be read/,
    },
    { what: 'two sources', options: { sql, project: '.' }, words: /given `project` and `sql`/ },
    {
      what: 'a time without an end',
      options: { sql, keepMinutes: Number.POSITIVE_INFINITY },
      words: /`keepMinutes` is Infinity/,
    },
    { what: 'a time before now', options: { sql, keepMinutes: -1 }, words: /`keepMinutes` is -1/ },
  ])('is told of $what', async ({ options, words }) => {
    await expect(testDatabase(options)).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(words),
    });
  });

  test('is told of a seed that is not SQL, with what makes SQL of it', async () => {
    const seed = join(own.path, 'archive.dump');
    writeFileSync(seed, 'PGDMP and more');
    await expect(testDatabase({ sql, seed })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/^the seed .*archive\.dump is an archive of pg_dump .*, not SQL$/),
      hint: expect.stringContaining('pg_restore -f'),
    });
  });

  test('is told where its seed fails', async () => {
    const seed = join(own.path, 'wrong.sql');
    writeFileSync(
      seed,
      `INSERT INTO guests (name) VALUES ('Grace');\nINSERT INTO hosts (name) VALUES ('Ada');`,
    );
    await expect(testDatabase({ sql, seed })).rejects.toMatchObject({
      code: 'project',
      message: expect.stringMatching(/wrong\.sql:2 fails: relation "hosts" does not exist \(42P01\)/),
    });
    writeFileSync(seed, `\nCOPY guests (name) FROM '/seeds/guests.csv' CSV;`);
    await expect(testDatabase({ sql, seed })).rejects.toMatchObject({
      code: 'project',
      message: expect.stringMatching(/wrong\.sql:2 fails: permission denied to COPY from a file/),
      hint: expect.stringContaining('COPY ... FROM stdin'),
    });
  });
});

async function names(db: TestDatabase): Promise<readonly string[]> {
  return (await db.query<{ datname: string }>('SELECT datname FROM pg_database')).map((row) => row.datname);
}

function makeProject(name: string, files: Readonly<Record<string, string>>): string {
  const project = join(own.path, name);
  for (const [file, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(join(project, file, '..'), { recursive: true });
    writeFileSync(join(project, file), text);
  }
  return project;
}
