import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import type { Deployment } from '../model/deployment.ts';
import { deployJson, deployReport } from '../report/deploy.ts';
import { noPaint } from '../report/paint.ts';
import { type DeployOptions, deploy } from './deploy.ts';
import { plainDeploy, plainSettings } from './plain-settings.suite.ts';
import { rollback } from './rollback.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'strata-deploy-'));
const server = liveServer();
// Tens of thousands of files, on a disk that may be busy with other tests.
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }), 180_000);

const settings = { ...plainSettings, cache: true, cacheDir };

function run(dir: string, database: Database, more: Partial<DeployOptions> = {}): Promise<Deployment> {
  return deploy({
    ...plainDeploy(dir, database.url as string),
    settingsOf: async () => settings,
    ...more,
  });
}

const shown = (deployment: Deployment, isDryRun = false) =>
  deployReport(deployment, isDryRun, { paint: noPaint, width: 110 })
    .replaceAll(deployment.shownUrl, 'URL')
    .replaceAll(/\d+(\.\d+)? (µs|ms|s)\b/g, 'TIME');

const people = 'CREATE TABLE people (id int PRIMARY KEY, email text, boss int);\n';
const files = (...texts: readonly string[]) =>
  Object.fromEntries(texts.map((text, i) => [`migrations/00${i + 1}_step.sql`, text]));

/** A project whose first migration is applied, and `rows` are there. */
async function deployed(texts: readonly string[], rows = '', applied = people) {
  const database = await server.createDatabase();
  using first = directory(files(applied));
  const { ok } = await run(first.path, database);
  expect(ok).toBe(true);
  if (rows !== '') await ask(database, rows);
  return { database, dir: directory(files(applied, ...texts)) };
}

test('applies what is pending and says so', async () => {
  const { database, dir } = await deployed(['ALTER TABLE people ADD COLUMN name text;']);
  using _ = dir;
  const deployment = await run(dir.path, database);
  expect(shown(deployment)).toBe('  ✓ 002_step TIME\n\n1 migration applied to URL in TIME.\n');
  expect(shown(await run(dir.path, database))).toBe('Nothing is pending on URL.\n');
  expect(JSON.parse(deployJson(deployment, false))).toMatchObject({
    version: 1,
    ok: true,
    deployed: [{ name: '002_step' }],
    failure: null,
  });
});

test('a dry run changes nothing, and its plan is done under its id alone', async () => {
  const { database, dir } = await deployed(['CREATE TABLE x (id int);']);
  using _ = dir;
  const dry = await run(dir.path, database, { dryRun: true });
  expect(shown(dry, true)).toBe(`1 migration pending on URL
  + 002_step 1 statement
      1 CREATE TABLE x (id int)

Nothing was changed. To do exactly this, add --plan ${dry.plan} instead of --dry-run.
`);
  expect(await ask(database, "SELECT to_regclass('x') AS x")).toEqual([{ x: null }]);
  await expect(run(dir.path, database, { plan: 'ffffffffffff' })).rejects.toThrow(
    `the plan is ${dry.plan} now`,
  );
  expect((await run(dir.path, database, { plan: dry.plan })).ok).toBe(true);
});

test('a run that would go on elsewhere than the dry run showed is another plan', async () => {
  const stopping =
    'CREATE TABLE x (id int);\nCREATE INDEX CONCURRENTLY x_id ON x (id);\nSELECT 1 / count(*) FROM x;\n';
  const { database, dir } = await deployed([stopping]);
  using _ = dir;
  const planned = async (more = {}) =>
    (await run(dir.path, database, { dryRun: true, rehearse: false, ...more })).plan;
  const before = await planned();
  expect((await run(dir.path, database, { rehearse: false })).ok).toBe(false);
  const plans = [before, await planned()];
  for (const done of [1, 2]) plans.push(await planned({ retry: '002_step', done }));
  expect(new Set(plans).size).toBe(4);
  await expect(run(dir.path, database, { rehearse: false, plan: before })).rejects.toThrow('the plan is');
});

test('data that would be lost is refused until it is allowed', async () => {
  const { database, dir } = await deployed(
    ['ALTER TABLE people DROP COLUMN email;'],
    "INSERT INTO people VALUES (1, 'a@b')",
  );
  using _ = dir;
  const refused = await run(dir.path, database);
  expect(refused.ok).toBe(false);
  expect(shown(refused)).toContain(
    '✗ destroys-data: The values of public.people.email are lost: the column is dropped. (002_step, line 1)',
  );
  expect(shown(refused)).toContain('If that is meant, add\n--allow destroys-data');
  expect((await run(dir.path, database, { allow: ['destroys-data'] })).ok).toBe(true);
});

test('a dropped table is refused, a table without rows and one that is new are not', async () => {
  const texts = ['CREATE TABLE young (id int);', 'DROP TABLE young; DROP TABLE people;'];
  const { database, dir } = await deployed(texts, "INSERT INTO people VALUES (1, 'a@b')");
  using _ = dir;
  const refused = await run(dir.path, database);
  expect(refused.hazards.filter(({ isRefused }) => isRefused).map(({ message }) => message)).toEqual([
    'All rows of public.people are lost: the table is dropped.',
  ]);
  await ask(database, 'DELETE FROM people');
  expect((await run(dir.path, database)).ok).toBe(true);
});

test('a rename loses nothing', async () => {
  const { database, dir } = await deployed(
    ['ALTER TABLE people RENAME COLUMN email TO mail; ALTER TABLE people RENAME TO persons;'],
    "INSERT INTO people VALUES (1, 'a@b')",
  );
  using _ = dir;
  expect((await run(dir.path, database)).ok).toBe(true);
});

test('a table is asked about that leaves a view under its old name', async () => {
  const { database, dir } = await deployed(
    [
      'ALTER TABLE people RENAME TO persons;\nCREATE VIEW people AS SELECT * FROM persons;',
      'ALTER TABLE persons ALTER COLUMN email SET NOT NULL;',
    ],
    'INSERT INTO people VALUES (1, NULL)',
  );
  using _ = dir;
  const { hazards } = await run(dir.path, database);
  expect(hazards.filter(({ isRefused }) => isRefused)).toMatchObject([
    { message: 'Rows of public.people may have no value in email.', migration: '003_step' },
  ]);
});

test('a label of an enum that is renamed is still the value of the rows that hold it', async () => {
  const { database, dir } = await deployed(
    [
      "ALTER TYPE mood RENAME VALUE 'sad' TO 'it''s \"blue\"';",
      "DO $$ BEGIN ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'; END $$;\nALTER TYPE mood RENAME TO feeling;\nALTER TABLE people ADD COLUMN n int;",
      "ALTER TYPE feeling RENAME VALUE 'fine' TO 'sad';\nALTER TYPE feeling ADD VALUE 'glad';",
    ],
    "INSERT INTO people VALUES (1, 'a@b'); UPDATE people SET mood = 'sad'",
    `CREATE TYPE mood AS ENUM ('sad', 'ok');\n${people.replace(');', ', mood mood);')}`,
  );
  using _ = dir;
  expect(await run(dir.path, database)).toMatchObject({ ok: true, hazards: [] });
  expect(await ask(database, 'SELECT mood::text FROM people')).toEqual([{ mood: 'it\'s "blue"' }]);
});

test('a column that has to be filled is no other one for its new name', async () => {
  const { database, dir } = await deployed(
    [
      'ALTER TABLE people RENAME COLUMN id TO number;\nALTER TABLE people RENAME CONSTRAINT people_pkey TO people_key;',
      'ALTER TABLE people ADD COLUMN name text;',
    ],
    "INSERT INTO people VALUES (1, 'a@b')",
  );
  using _ = dir;
  expect(await run(dir.path, database)).toMatchObject({ ok: true, hazards: [] });
});

test('what is asked of rows under a new name is asked under that which they have', async () => {
  const { database, dir } = await deployed(
    [
      'ALTER TABLE people RENAME COLUMN email TO mail;\nALTER TABLE people RENAME TO persons;',
      'ALTER TABLE persons RENAME COLUMN boss TO chief;\nALTER TABLE persons ALTER COLUMN chief SET NOT NULL;',
      'ALTER TABLE persons DROP COLUMN mail;',
    ],
    "INSERT INTO people VALUES (1, 'a@b'), (2, 'c@d')",
  );
  using _ = dir;
  const { hazards } = await run(dir.path, database);
  expect(hazards.filter(({ isRefused }) => isRefused)).toMatchObject([
    {
      kind: 'may-fail',
      message: 'Rows of public.people may have no value in boss.',
      migration: '003_step',
      line: 2,
      violations: { count: 2, sample: ['id = 1', 'id = 2'] },
    },
    {
      kind: 'destroys-data',
      message: 'The values of public.people.email are lost: the column is dropped.',
      migration: '004_step',
    },
  ]);
});

test('TRUNCATE and DELETE are refused where there are rows', async () => {
  const { database, dir } = await deployed(
    ['-- away\nTRUNCATE TABLE people;\nDELETE FROM public.people WHERE id = 1;'],
    "INSERT INTO people VALUES (1, 'a@b')",
  );
  using _ = dir;
  expect((await run(dir.path, database)).hazards.map(({ message }) => message)).toEqual([
    'All rows of people are lost: it is emptied.',
    'Rows of public.people are deleted.',
  ]);
});

test('rows that a DO block or a called function takes away are refused as well', async () => {
  const { database, dir } = await deployed(
    [
      'CREATE FUNCTION sweep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM people WHERE id > 5; END $$;',
      "DO $$ BEGIN EXECUTE format('TRUNCATE %I', 'people'); END $$;\nSELECT sweep();\nDO $$ BEGIN IF false THEN DELETE FROM people; END IF; END $$;",
    ],
    "INSERT INTO people VALUES (1, 'a@b')",
  );
  using _ = dir;
  expect((await run(dir.path, database)).hazards.map(({ message, line }) => [message, line])).toEqual([
    ['All rows of public.people are lost: it is emptied.', 1],
    ['Rows of public.people are deleted.', 2],
    ['Rows of people are lost where this block comes to its DELETE.', 3],
  ]);
});

test('rows that stand in the way are counted and named before anything runs', async () => {
  const { database, dir } = await deployed(
    [
      'CREATE UNIQUE INDEX people_email ON people (email);',
      'ALTER TABLE people ALTER COLUMN email SET NOT NULL;\nALTER TABLE people ADD CONSTRAINT boss FOREIGN KEY (boss) REFERENCES people (id);',
      'ALTER TABLE people ADD CHECK (boss < 9);\nALTER TABLE people ADD COLUMN note text;',
    ],
    "INSERT INTO people VALUES (1, 'a@b', 9), (2, 'a@b', 1), (3, NULL, NULL)",
  );
  using _ = dir;
  const refused = await run(dir.path, database);
  const stopped = refused.hazards.filter(({ isRefused }) => isRefused);
  expect(stopped.map(({ migration, line, violations }) => [migration, line, violations])).toEqual([
    ['002_step', 1, { count: 1, sample: ['email = a@b, times = 2'] }],
    ['003_step', 1, { count: 1, sample: ['id = 3'] }],
    ['003_step', 2, { count: 1, sample: ['id = 1'] }],
    ['004_step', 1, { count: 1, sample: ['id = 1'] }],
  ]);
  expect(shown(refused)).toContain('1 stands in the way, such as\n      email = a@b, times = 2');
  expect(await ask(database, "SELECT to_regclass('people_email') AS i")).toEqual([{ i: null }]);
});

test('rows that stand in the way of a constraint that is there and gets validated are counted as well', async () => {
  const applied = `${people}ALTER TABLE people ADD CHECK (id > 1) NOT VALID;
ALTER TABLE people ADD FOREIGN KEY (boss) REFERENCES people NOT VALID;`;
  const { database, dir } = await deployed(
    [
      `ALTER TABLE people VALIDATE CONSTRAINT people_id_check;
ALTER TABLE people VALIDATE CONSTRAINT people_boss_fkey;`,
    ],
    "SET session_replication_role = replica; INSERT INTO people VALUES (2, '', 7), (3, '', 7)",
    applied,
  );
  using _ = dir;
  const { hazards } = await run(dir.path, database);
  const asked = hazards.filter(({ kind }) => kind === 'may-fail');
  expect(asked.map(({ line, seen, violations }) => [line, seen ?? violations?.count])).toEqual([
    [1, 'no row stands in the way'],
    [2, 2],
  ]);
});

test('rows that a pending statement mends before they are looked at are told of, and not refused', async () => {
  const tables = `CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (id int PRIMARY KEY, x text, y int, m mood, parent int);
CREATE TABLE parents (id int PRIMARY KEY);`;
  const { database, dir } = await deployed(
    [
      `-- The rows first.
UPDATE t SET x = '' WHERE x IS NULL;
ALTER TABLE t ALTER COLUMN x SET NOT NULL;
ALTER TABLE t ADD CONSTRAINT exact CHECK (x <> 'x') NOT VALID;`,
      `DO $$ BEGIN UPDATE public.t SET y = 0; END $$;
INSERT INTO parents SELECT parent FROM t;`,
      `ALTER TABLE t ALTER COLUMN y SET NOT NULL;
ALTER TABLE t ADD FOREIGN KEY (parent) REFERENCES parents (id);
ALTER TABLE t ADD COLUMN n int;
UPDATE t SET n = 1;
ALTER TABLE t ALTER COLUMN n SET NOT NULL;
CREATE TYPE feeling AS ENUM ('ok');
ALTER TABLE t ALTER COLUMN m TYPE feeling USING (CASE m WHEN 'sad' THEN 'ok' ELSE m::text END)::feeling;`,
    ],
    "INSERT INTO t VALUES (1, NULL, NULL, 'sad', 7)",
    tables,
  );
  using _ = dir;
  const { ok, hazards } = await run(dir.path, database);
  expect(hazards.filter(({ kind }) => kind === 'may-fail').map(({ line, seen }) => [line, seen])).toEqual([
    [3, '1 row now; 002_step line 2 changes t before'],
    [1, '1 row now; 003_step line 1 changes public.t before'],
    [2, '1 row now; 003_step line 2 changes parents before'],
    [5, '1 row now; 004_step line 4 changes t before'],
    [7, '1 row now; 004_step line 7 converts the values in its own way'],
  ]);
  expect(ok).toBe(true);
});

test('a pending statement that leaves the rows in question as they are mends nothing', async () => {
  const { database, dir } = await deployed(
    [
      `UPDATE people SET boss = 1 WHERE email IS NULL;
ALTER TABLE people ALTER COLUMN email SET NOT NULL;
UPDATE people SET email = '' WHERE email IS NULL;`,
    ],
    'INSERT INTO people VALUES (1, NULL)',
  );
  using _ = dir;
  expect((await run(dir.path, database)).hazards).toMatchObject([
    { kind: 'scans' },
    { kind: 'may-fail', line: 2, isRefused: true, violations: { count: 1 } },
  ]);
});

test('what psql alone would run is refused, not left out', async () => {
  const { database, dir } = await deployed(['\\ir more.sql\nCREATE TABLE x (id int);\n']);
  using _ = dir;
  await expect(run(dir.path, database)).rejects.toMatchObject({
    code: 'project',
    message:
      '`\\ir more.sql` in 002_step is a command of psql: the migration would be recorded as applied, but without what psql does there',
    where: { file: 'migrations/002_step.sql', line: 1 },
  });
  expect(await ask(database, "SELECT to_regclass('x') AS x")).toEqual([{ x: null }]);
});

test.each([
  [
    'CREATE TABLE y (id int);\n\\connect archive\nCREATE TABLE x (id int);\n',
    '`\\connect archive` in 002_step is a command of psql: the migration would be recorded as applied',
  ],
  [
    'CREATE TABLE y (id int);\n\\q\nCREATE TABLE x (id int);\n',
    '`\\q` in 002_step is a command of psql: the migration would be recorded as applied',
  ],
])('what psql would run elsewhere, or not at all, is refused: %j', async (text, message) => {
  const { database, dir } = await deployed([text]);
  using _ = dir;
  await expect(run(dir.path, database)).rejects.toThrow(message);
  expect(await ask(database, "SELECT to_regclass('x') AS x, to_regclass('y') AS y")).toEqual([
    { x: null, y: null },
  ]);
});

test('rows that psql takes from the script itself are loaded', async () => {
  const { database, dir } = await deployed([
    "CREATE TABLE x (id int, name text);\n\\copy x from stdin\n1\tit's\n\\.\n",
  ]);
  using _ = dir;
  await run(dir.path, database);
  expect(await ask(database, 'SELECT id, name FROM x')).toEqual([{ id: 1, name: "it's" }]);
});

test('what fails in rehearsal never reaches the database', async () => {
  const { database, dir } = await deployed(['ALTER TABLE peple ADD COLUMN name text;']);
  using _ = dir;
  await expect(run(dir.path, database)).rejects.toThrow(
    '002_step fails in rehearsal: relation "peple" does not exist',
  );
});

test('what only the live database refuses is said with its place and what is left', async () => {
  const { database, dir } = await deployed(
    ['CREATE TABLE y (id int);\nCREATE TABLE x (id int);'],
    'CREATE TABLE x (other int)',
  );
  using _ = dir;
  const failed = await run(dir.path, database);
  expect(shown(failed)).toBe(`  ✗ 002_step stopped at statement 2, migrations/002_step.sql:2
      relation "x" already exists (42P07)
      Nothing of it took effect.
      It is there already, made by hand or by something else than this history: \`strata drift\` tells what.

0 applied, 1 failed, 0 not applied.
`);
});

test('a database that has nothing of this folder may be another one', async () => {
  const { database, dir: full } = await deployed([]);
  using _ = full;
  using other = directory({ 'migrations/007_other.sql': 'CREATE TABLE other (id int);\n' });
  const wrong = await run(other.path, database, { dryRun: true });
  expect(wrong.notes).toEqual([
    'The database has 001_step, which this folder does not hold.',
    'It has none that this folder holds: is it the right database? After a squash its baseline is recorded first: `strata repair --record 007_other`.',
  ]);
});

test('--to stops there, and what was merged late needs a word', async () => {
  const database = await server.createDatabase();
  using dir = directory(files(people, 'CREATE TABLE b (id int);', 'CREATE TABLE c (id int);'));
  const first = await run(dir.path, database, { to: '002' });
  expect(first.outcome?.deployed.map(({ name }) => name)).toEqual(['001_step', '002_step']);
  using late = directory({
    ...files(people, 'CREATE TABLE b (id int);'),
    'migrations/001_5_late.sql': 'CREATE TABLE d ();',
  });
  await expect(run(late.path, database)).rejects.toThrow(
    '001_5_late would run after migrations that come later',
  );
  expect((await run(late.path, database, { outOfOrder: true })).ok).toBe(true);
});

test('a database with tables and without a ledger is remarked upon', async () => {
  const database = await server.createDatabase();
  using dir = directory(files(people));
  expect((await run(dir.path, database, { dryRun: true, rehearse: true })).notes).toEqual([]);
  await ask(database, 'CREATE TABLE legacy (id int)');
  const { notes } = await run(dir.path, database, { dryRun: true });
  expect(notes[0]).toMatch(/^The database holds a table and no ledger\./);
});

test('an applied migration that does not replay makes the outlook dim, not the deploy impossible', async () => {
  const database = await server.createDatabase();
  const needsRows = `${people}INSERT INTO people VALUES (1);\nSELECT 1 / (SELECT count(*)::int FROM legacy);\n`;
  await ask(database, 'CREATE TABLE legacy (id int); INSERT INTO legacy VALUES (1)');
  using first = directory(files(needsRows));
  expect((await run(first.path, database, { rehearse: false })).ok).toBe(true);
  using dir = directory(files(needsRows, 'ALTER TABLE legacy ADD COLUMN n int;'));
  const { ok, notes } = await run(dir.path, database);
  expect(ok).toBe(true);
  expect(notes[0]).toMatch(/^001_step, which is applied, does not replay on an empty database/);
});

test('rows are asked in the schema that the URL names', async () => {
  const database = await server.createDatabase();
  using first = directory(files(people));
  const url = `${database.url}?schema=App`;
  expect((await run(first.path, database, { url })).ok).toBe(true);
  await ask(database, `INSERT INTO "App".people VALUES (1, 'a@b'), (2, 'a@b')`);
  using dir = directory(
    files(people, 'CREATE UNIQUE INDEX people_email ON people (email); ALTER TABLE people DROP COLUMN boss;'),
  );
  const { hazards } = await run(dir.path, database, { url });
  expect(hazards.map(({ isRefused, violations, seen }) => [isRefused, violations?.count ?? seen])).toEqual(
    expect.arrayContaining([
      [true, 1],
      [false, 'there are none here'],
    ]),
  );
  expect(hazards.map(({ message }) => message).join('\n')).toContain('"App".people');
  expect(hazards.map(({ message }) => message).join('\n')).not.toContain('public.');
});

test('what cannot share the transaction of its runner is refused before anything runs, and goes in two steps', async () => {
  const database = await server.createDatabase();
  const texts = [
    "CREATE TYPE mood AS ENUM ('calm'); CREATE TABLE days (mood mood);",
    "ALTER TYPE mood ADD VALUE 'wild';",
    "INSERT INTO days VALUES ('wild');",
  ];
  const journal = (count: number) => ({
    'drizzle/meta/_journal.json': JSON.stringify({
      version: '7',
      dialect: 'postgresql',
      entries: texts
        .slice(0, count)
        .map((_, idx) => ({ idx, version: '7', when: idx + 1, tag: `000${idx}_step` })),
    }),
    ...Object.fromEntries(texts.slice(0, count).map((text, i) => [`drizzle/000${i}_step.sql`, text])),
  });
  using first = directory(journal(1));
  expect((await run(first.path, database)).ok).toBe(true);
  using all = directory(journal(3));
  await expect(run(all.path, database)).rejects.toMatchObject({
    code: 'project',
    message:
      '0002_step fails in rehearsal where it shares a transaction with what is pending before it: value `wild` of enum `mood` is used in the same transaction that adds it',
    hint: 'Nothing was changed. Apply them in two steps: strata deploy --to 0001_step, and then strata deploy.',
  });
  expect((await run(all.path, database, { to: '0001_step' })).ok).toBe(true);
  expect((await run(all.path, database)).ok).toBe(true);
  expect(await ask(database, 'SELECT mood::text FROM days')).toEqual([{ mood: 'wild' }]);
});

test('a migration that the journal lists and nobody finds stops everything, as it stops its runner', async () => {
  const database = await server.createDatabase();
  const entries = ['0000_a', '0001_lost', '0002_c'].map((tag, idx) => ({
    idx,
    version: '7',
    when: idx + 1,
    tag,
  }));
  using dir = directory({
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
    'drizzle/0000_a.sql': 'CREATE TABLE a (id int);',
    'drizzle/0002_c.sql': 'CREATE TABLE c (id int);',
  });
  await expect(run(dir.path, database)).rejects.toThrow(
    'drizzle expects 0001_lost, but there is no drizzle/0001_lost.sql',
  );
});

test("Sqitch's projects are looked at, and left to Sqitch", async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'sqitch.plan':
      '%syntax-version=1.0.0\n%project=shop\n\none 2026-01-01T00:00:00Z A <a@example.com> # one\n',
    'deploy/one.sql': 'CREATE TABLE one (id int);\n',
  });
  await expect(run(dir.path, database)).rejects.toThrow("Sqitch's registry is Sqitch's own");
});

test('what a runner has applied that Strata does not know is not applied again', async () => {
  const database = await server.databaseWith(`${people}CREATE TABLE knex_migrations (id int, name text);`);
  using dir = directory(files(people));
  await expect(run(dir.path, database)).rejects.toMatchObject({
    code: 'live',
    message: 'knex_migrations says what Knex has applied here, and Strata does not keep that ledger',
    hint: expect.stringContaining('strata repair --record MIGRATION'),
  });
  await expect(rollback({ ...plainDeploy(dir.path, database.url as string), to: 'none' })).rejects.toThrow(
    'knex_migrations says what Knex has applied here',
  );
  using other = directory(files('CREATE TABLE other (id int);\n'));
  const named = { ...settings, overrides: { ledgerTable: 'strata.migrations' } };
  expect((await run(other.path, database, { settingsOf: async () => named })).ok).toBe(true);
});

test('a failed migration that the folder lacks stops a deploy, and so does a schema that is not Flyway\u2019s own', async () => {
  const database = await server.createDatabase();
  using dir = directory(files(people));
  await ask(
    database,
    `CREATE TABLE _sqlx_migrations (version bigint PRIMARY KEY, description text, installed_on timestamptz DEFAULT now(),
       success boolean, checksum bytea, execution_time bigint);
     INSERT INTO _sqlx_migrations VALUES (9, 'gone', now(), false, '', 0)`,
  );
  await expect(run(dir.path, database)).rejects.toThrow(
    '9 was begun and never finished, and this folder lacks it',
  );
  using flyway = directory({
    'flyway.conf': 'flyway.schemas=shop\nflyway.locations=filesystem:migrations\n',
    'migrations/V1__people.sql': people,
  });
  await ask(database, 'CREATE SCHEMA shop');
  await expect(run(flyway.path, database, { dryRun: true })).rejects.toThrow(
    'Flyway migrates the schema shop, where its flyway_schema_history is, and this connection works in public',
  );
  const url = `${database.url}${database.url?.includes('?') ? '&' : '?'}schema=shop`;
  expect((await run(flyway.path, database, { url })).ok).toBe(true);
  expect(await ask(database, 'SELECT script, success FROM shop.flyway_schema_history')).toEqual([
    { script: 'V1__people.sql', success: true },
  ]);
});

test('SQL that merely lies in the working directory is given to no database', async () => {
  const database = await server.createDatabase();
  using dir = directory({ 'cleanup.sql': 'CREATE TABLE cleaned (id int);', 'more/0_x.txt': '' });
  const message = 'nothing says that cleanup.sql and the SQL beside it are migrations';
  await expect(run(dir.path, database)).rejects.toThrow(message);
  expect(await ask(database, "SELECT to_regclass('cleaned') AS t")).toEqual([{ t: null }]);
  expect((await run(dir.path, database, { cwd: tmpdir() })).ok).toBe(true);
  using numbered = directory({ '1_a.sql': 'CREATE TABLE a (id int);' });
  expect((await run(numbered.path, await server.createDatabase())).ok).toBe(true);
  using told = directory({ 'a.sql': 'CREATE TABLE a (id int);' });
  const withRunner = async () => ({ ...settings, overrides: { runner: 'plain' as const } });
  expect((await run(told.path, await server.createDatabase(), { settingsOf: withRunner })).ok).toBe(true);
  const withFolder = async () => ({ ...settings, migrations: told.path });
  expect((await run(told.path, await server.createDatabase(), { settingsOf: withFolder })).ok).toBe(true);
});
