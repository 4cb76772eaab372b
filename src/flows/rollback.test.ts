import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { takeTurn } from '../deploy/turn.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { openWriters } from '../live/write.ts';
import type { Rollback } from '../model/deployment.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { noPaint } from '../report/paint.ts';
import { rollbackJson, rollbackReport } from '../report/rollback.ts';
import { statusReport } from '../report/status.ts';
import { bless } from './bless.ts';
import { ledgerFindings } from './compare/ledger-findings.ts';
import { type DeployOptions, deploy } from './deploy.ts';
import { plainDeploy, plainDrift, plainSettings } from './plain-settings.suite.ts';
import { repair } from './repair.ts';
import { type RollbackOptions, rollback } from './rollback.ts';
import { status } from './status.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'strata-rollback-'));
const server = liveServer();
// Tens of thousands of files, on a disk that may be busy with other tests.
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }), 180_000);

const settings = { ...plainSettings, cache: true, cacheDir };

const common = (dir: string, database: Database): DeployOptions => ({
  ...plainDeploy(dir, database.url as string),
  settingsOf: async () => settings,
  rehearse: false,
});

async function deployAll(dir: string, database: Database): Promise<void> {
  const { ok } = await deploy(common(dir, database));
  expect(ok).toBe(true);
}

function back(
  dir: string,
  database: Database,
  to: string,
  more: Partial<RollbackOptions> = {},
): Promise<Rollback> {
  return rollback({ ...common(dir, database), to, ...more });
}

const shown = (done: Rollback, isDryRun = false) =>
  rollbackReport(done, isDryRun, { paint: noPaint, width: 110 })
    .replaceAll(done.shownUrl, 'URL')
    .replaceAll(/\d+(\.\d+)? (µs|ms|s)\b/g, 'TIME');

const files = {
  'migrations/001_people.up.sql': 'CREATE TABLE people (id int PRIMARY KEY);\n',
  'migrations/001_people.down.sql': 'DROP TABLE people;\n',
  'migrations/002_email.up.sql': 'ALTER TABLE people ADD COLUMN email text;\n',
  'migrations/002_email.down.sql': 'ALTER TABLE people DROP COLUMN email;\n',
  'migrations/003_index.up.sql': 'CREATE INDEX CONCURRENTLY people_email ON people (email);\n',
  'migrations/003_index.down.sql': 'DROP INDEX CONCURRENTLY people_email;\n',
};

test('takes migrations back by their downs, the newest first, and the ledger knows', async () => {
  const database = await server.createDatabase();
  using dir = directory(files);
  await deployAll(dir.path, database);
  const done = await back(dir.path, database, '001_people');
  expect(
    shown(done),
  ).toBe(`  ! destroys-data: The values of public.people.email are lost: the column is dropped. (002_email (down), line 1)
      there are none here.
  ✓ 003_index is taken back TIME
  ✓ 002_email is taken back TIME

2 migrations taken back on URL.
`);
  const { entries } = await status({ ...common(dir.path, database) });
  expect(entries.map(({ state }) => state)).toEqual(['applied', 'pending', 'pending']);
  expect(
    await ask(
      database,
      "SELECT attname FROM pg_attribute WHERE attrelid = 'people'::regclass AND attnum > 0 AND NOT attisdropped",
    ),
  ).toEqual([{ attname: 'id' }]);
  await deployAll(dir.path, database);
});

test('values that came since are named first, and refused until that is meant', async () => {
  const database = await server.createDatabase();
  using dir = directory(files);
  await deployAll(dir.path, database);
  await ask(database, "INSERT INTO people VALUES (1, 'a@b')");
  const refused = await back(dir.path, database, '001_people');
  expect(refused.ok).toBe(false);
  expect(shown(refused)).toContain(
    '✗ destroys-data: The values of public.people.email are lost: the column is dropped. (002_email (down), line 1)\n      there are some.',
  );
  expect(JSON.parse(rollbackJson(refused, false))).toMatchObject({ ok: false, takenBack: [] });
  expect((await back(dir.path, database, '001', { allow: ['destroys-data'] })).ok).toBe(true);
});

test('a dry run proves the downs and changes nothing', async () => {
  const database = await server.createDatabase();
  using dir = directory(files);
  await deployAll(dir.path, database);
  const dry = await back(dir.path, database, '002', { dryRun: true });
  expect(shown(dry, true)).toBe(`1 migration to take back on URL
  ✓ 003_index, its down is proven

Nothing was changed. To do exactly this, add --plan ${dry.plan} instead of --dry-run.
`);
  await expect(back(dir.path, database, '001', { plan: dry.plan })).rejects.toThrow('the plan is');
  expect((await back(dir.path, database, '002', { plan: dry.plan })).ok).toBe(true);
});

test('a name that several migrations begin with is refused, and nothing is taken back', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'migrations/2024_01_05_a.up.sql': 'CREATE TABLE a (id int);\n',
    'migrations/2024_01_05_a.down.sql': 'DROP TABLE a;\n',
    'migrations/2024_06_01_b.up.sql': 'CREATE TABLE b (id int);\n',
    'migrations/2024_06_01_b.down.sql': 'DROP TABLE b;\n',
  });
  await deployAll(dir.path, database);
  await expect(back(dir.path, database, '2024')).rejects.toMatchObject({
    code: 'usage',
    message: '2024 may be any of 2024_01_05_a, 2024_06_01_b',
    hint: 'Name it in full.',
  });
  expect((await back(dir.path, database, '2024_01')).downs).toMatchObject([{ migration: '2024_06_01_b' }]);
});

test('what the up has destroyed is said first', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...files,
    'migrations/004_away.up.sql': 'DROP INDEX people_email; ALTER TABLE people DROP COLUMN email;\n',
    'migrations/004_away.down.sql':
      'ALTER TABLE people ADD COLUMN email text; CREATE INDEX people_email ON people (email);\n',
  });
  await deployAll(dir.path, database);
  const dry = await back(dir.path, database, '003_index', { dryRun: true });
  expect(shown(dry, true)).toMatch(/^! What cannot come back:\n {4}.*people\.email.* \(004_away\)\n/);
});

test('a down that does not bring the schema back is not run, nor is one that is missing', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...files,
    'migrations/003_index.down.sql': 'SELECT 1;\n',
    'migrations/004_more.up.sql': 'CREATE TABLE more (id int);\n',
  });
  await deployAll(dir.path, database);
  const missing = await back(dir.path, database, '003_index');
  expect(missing.ok).toBe(false);
  expect(shown(missing)).toContain('✗ 004_more\n      it has no down');
  const wrong = await back(dir.path, database, '002_email');
  expect(wrong.downs.map(({ verdict }) => verdict)).toEqual(['no-down', 'unproven']);
  expect(wrong.outcome).toBeUndefined();
  expect(await ask(database, "SELECT to_regclass('people_email') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
});

test('nothing is taken back while a migration is half applied', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...files,
    'migrations/004_half.up.sql': 'CREATE TABLE half (id int);\nCOMMIT;\nDROP TABLE nobody;\n',
  });
  expect((await deploy(common(dir.path, database))).ok).toBe(false);
  await expect(back(dir.path, database, '001_people')).rejects.toThrow(
    '004_half was begun and never finished',
  );
  expect(await ask(database, "SELECT to_regclass('people_email') IS NOT NULL AS there")).toEqual([
    { there: true },
  ]);
});

test('a migration that is half taken back says so, and goes on there', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...files,
    'migrations/003_index.up.sql':
      'CREATE INDEX by_email ON people (email); CREATE INDEX more ON people (email);\n',
    'migrations/003_index.down.sql': 'DROP INDEX by_email;\nCOMMIT;\nDROP INDEX more;\n',
  });
  await deployAll(dir.path, database);
  await ask(database, 'DROP INDEX more');
  expect((await back(dir.path, database, '002_email')).ok).toBe(false);
  const found = await status(common(dir.path, database));
  expect(found.entries[2]?.halfApplied).toEqual({ direction: 'down', done: 1, of: 2, isEdited: false });
  expect(
    statusReport(found, { paint: noPaint, width: 110 }, liveCommandFor('.', false)),
  ).toContain(`  ✗ 003_index is half taken back: 1 of the 2 transactions of its down took effect
      It goes on where it stopped, back to a migration before it:
      strata rollback --to MIGRATION
      Where you have put all of it back by hand:
      strata repair --record 003_index
`);
  expect(ledgerFindings(found, liveCommandFor('.', true))).toMatchObject([
    {
      rule: 'half-applied-migration',
      message: '003_index is half taken back: 1 of the 2 transactions of its down took effect.',
      hint: expect.arrayContaining([
        { code: 'strata rollback --to MIGRATION --live URL' },
        { code: 'strata repair --record 003_index --live URL' },
      ]),
    },
  ]);
  await ask(database, 'CREATE INDEX more ON people (email)');
  expect((await back(dir.path, database, '002_email')).ok).toBe(true);
});

test('a migration that is half taken back and was put right by hand counts as applied again', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...files,
    'migrations/003_index.up.sql': 'CREATE INDEX by_email ON people (email); CREATE TABLE more (id int);\n',
    'migrations/003_index.down.sql': 'DROP INDEX by_email;\nCOMMIT;\nDROP TABLE more;\n',
  });
  await deployAll(dir.path, database);
  await ask(database, 'CREATE VIEW by_hand AS SELECT FROM more');
  expect((await back(dir.path, database, '002_email')).ok).toBe(false);
  await expect(deployAll(dir.path, database)).rejects.toMatchObject({
    message: '003_index is half taken back',
    hint: expect.stringContaining('strata repair --record 003_index'),
  });
  const record = (apply?: string) =>
    repair({
      ...plainDrift(dir.path, database.url as string),
      ...common(dir.path, database),
      now: new Date('2026-11-20T12:00:00Z'),
      settlement: { kind: 'record', migrations: ['003_index'], dataIsThere: false },
      apply,
    });
  expect(await record()).toMatchObject({
    ok: false,
    effect: { absent: [{ id: expect.stringContaining('by_email') }] },
  });
  await ask(database, 'CREATE INDEX by_email ON people (email)');
  const { plan, ok } = await record();
  expect(ok).toBe(true);
  expect(await record(plan)).toMatchObject({ ok: true });
  expect((await status(common(dir.path, database))).entries[2]).toMatchObject({
    state: 'applied',
    halfApplied: undefined,
  });
  await deployAll(dir.path, database);
});

test('a down that was edited half way does not go on by the numbers of its statements', async () => {
  const text = 'DROP INDEX i;\nCOMMIT;\nDROP TABLE b;\nDROP TABLE a;\n';
  const database = await server.createDatabase();
  using dir = directory({
    'migrations/001_both.up.sql':
      'CREATE TABLE a (id int); CREATE TABLE b (id int); CREATE INDEX i ON b (id);\n',
    'migrations/001_both.down.sql': text,
  });
  await deployAll(dir.path, database);
  await ask(database, 'CREATE VIEW by_hand AS SELECT * FROM b');
  expect((await back(dir.path, database, 'none')).ok).toBe(false);
  const down = join(dir.path, 'migrations/001_both.down.sql');
  writeFileSync(down, 'DROP TABLE a;\nCOMMIT;\nDROP VIEW IF EXISTS by_hand;\nDROP TABLE b;\n');
  expect((await status(common(dir.path, database))).entries[0]?.halfApplied?.isEdited).toBe(true);
  await expect(back(dir.path, database, 'none', { dryRun: true })).rejects.toThrow(
    'the down of 001_both was edited after a part of it (1 transaction) was run',
  );
  expect(await ask(database, "SELECT to_regclass('a')::text AS a")).toEqual([{ a: 'a' }]);
  writeFileSync(down, text);
  await ask(database, 'DROP VIEW by_hand');
  expect((await back(dir.path, database, 'none')).ok).toBe(true);
});

test('an edited migration is taken as it is where it makes the same schema', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/20260101000000_a/migration.sql': 'CREATE TABLE a (id int);\n',
  });
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...words], { cwd: dir.path });
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'a');
  await deployAll(dir.path, database);
  const file = join(dir.path, 'prisma/migrations/20260101000000_a/migration.sql');
  const take = () => bless({ ...common(dir.path, database), migration: '20260101000000_a', force: false });
  await expect(take()).rejects.toThrow('was not edited since it was applied');
  writeFileSync(file, 'CREATE TABLE a (id bigint);\n');
  await expect(take()).rejects.toThrow('does not make the schema that was applied');
  writeFileSync(file, '-- the first table\nCREATE TABLE a (id int);\n');
  {
    await using other = await openWriters(database.url as string, 'strata deploy');
    const ledger = {
      kind: 'prisma',
      schema: 'public',
      table: '_prisma_migrations',
      columns: [],
      exists: true,
    } as const;
    await takeTurn({ ...other, ledger, waitMs: 0, onWait: () => {} });
    await expect(take()).rejects.toThrow('somebody else is deploying to this database: "strata deploy"');
  }
  {
    await using other = await database.connect('owner', { guarded: false });
    await other.query('BEGIN');
    await other.query('SELECT FROM _prisma_migrations FOR UPDATE');
    await expect(take()).rejects.toThrow('lock timeout');
  }
  expect((await take()).effect).toEqual({ kind: 'same' });
  expect((await status({ ...common(dir.path, database) })).ok).toBe(true);
});
