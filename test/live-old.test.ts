import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeployOptions, deploy } from '../src/flows/deploy.ts';
import { plainDeploy } from '../src/flows/plain-settings.suite.ts';
import { rollback } from '../src/flows/rollback.ts';
import { status } from '../src/flows/status.ts';
import { type FaultyServer, startServer } from './faults/server.ts';
import { debianBin } from './judge/old-server.ts';
import { directory } from './strata.ts';

const up = {
  a: 'CREATE TABLE a (id int PRIMARY KEY);\n',
  b: 'ALTER TABLE a ADD COLUMN n int;\nCREATE TABLE b (id int);\n',
};

/** One project for each ledger, as its runner lays it out. */
const projects: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prisma: {
    'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
    'prisma/migrations/20260101000000_a/migration.sql': up.a,
    'prisma/migrations/20260102000000_b/migration.sql': up.b,
  },
  supabase: {
    'supabase/config.toml': 'project_id = "x"\n',
    'supabase/migrations/20260101000000_a.sql': up.a,
    'supabase/migrations/20260102000000_b.sql': up.b,
  },
  drizzle: {
    'drizzle/meta/_journal.json': JSON.stringify({
      version: '7',
      dialect: 'postgresql',
      entries: [
        { idx: 0, version: '7', when: 1767225600000, tag: '0000_a', breakpoints: true },
        { idx: 1, version: '7', when: 1767312000000, tag: '0001_b', breakpoints: true },
      ],
    }),
    'drizzle/0000_a.sql': up.a,
    'drizzle/0001_b.sql': up.b.replace(';\n', ';--> statement-breakpoint\n'),
  },
  dbmate: {
    'db/migrations/20260101000000_a.sql': `-- migrate:up\n${up.a}\n-- migrate:down\nDROP TABLE a;\n`,
    'db/migrations/20260102000000_b.sql': `-- migrate:up\n${up.b}\n-- migrate:down\nDROP TABLE b;\nALTER TABLE a DROP COLUMN n;\n`,
  },
  goose: {
    'migrations/001_a.sql': `-- +goose Up\n${up.a}\n-- +goose Down\nDROP TABLE a;\n`,
    'migrations/002_b.sql': `-- +goose Up\n${up.b}\n-- +goose Down\nDROP TABLE b;\nALTER TABLE a DROP COLUMN n;\n`,
  },
  flyway: {
    'sql/V1__a.sql': up.a,
    'sql/V2__b.sql': up.b,
    'sql/R__view.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM a;\n',
  },
  plain: {
    'migrations/001_a.sql': up.a,
    'migrations/002_b.sql': `${up.b}CREATE INDEX CONCURRENTLY a_n ON a (n);\n`,
  },
};

if (debianBin === undefined) {
  test.skip('no older PostgreSQL is installed here', () => {});
} else {
  const bin = debianBin;
  let server: FaultyServer;
  beforeAll(async () => {
    server = await startServer(bin);
  }, 120_000);
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  const optionsFor = (dir: string, database: string): DeployOptions => ({
    ...plainDeploy(dir, server.url(database)),
    rehearse: false,
    waitMs: 10_000,
  });

  describe('on an older PostgreSQL', { timeout: 180_000 }, () => {
    test.each(Object.keys(projects))('a project of %s is deployed, and its status is well', async (name) => {
      using dir = directory(projects[name] as Readonly<Record<string, string>>);
      const database = await server.createDatabase();
      const before = await status(optionsFor(dir.path, database));
      expect(before.serverVersion).toMatch(/^1[3-7]\./);
      expect(new Set(before.entries.map(({ state }) => state))).toEqual(new Set(['pending']));
      const done = await deploy(optionsFor(dir.path, database));
      expect(done.outcome?.failure).toBeUndefined();
      const after = await status(optionsFor(dir.path, database));
      expect(after.ok).toBe(true);
      expect(new Set(after.entries.map(({ state }) => state))).toEqual(new Set(['applied']));
      expect((await deploy(optionsFor(dir.path, database))).pending).toEqual([]);
    });

    test('values that do not fit a new type are counted, and refused where the server cannot be asked for them', async () => {
      const applied = {
        'migrations/001_a.sql':
          'CREATE TABLE t (id int PRIMARY KEY, n numeric(10,3), s text, b text, d text, f float8);',
      };
      const change = (...columns: readonly string[]) =>
        columns.map((column) => `ALTER TABLE t ALTER ${column};`).join('\n');
      using first = directory(applied);
      using dir = directory({
        ...applied,
        'migrations/002_b.sql': change(
          'n TYPE numeric(5,2)',
          's TYPE int USING s::int',
          'b TYPE boolean USING b::boolean',
          'f TYPE numeric(4,1)',
          'd TYPE date USING d::date',
        ),
      });
      const database = await server.createDatabase();
      const options = { ...optionsFor(dir.path, database), rehearse: true, dryRun: true };
      await deploy(optionsFor(first.path, database));
      const judged = async () =>
        (await deploy(options)).hazards
          .filter(({ kind }) => kind === 'may-fail')
          .map(({ line, isRefused, violations, seen }) => [line, isRefused, violations?.count ?? seen]);
      expect(await judged()).toEqual([1, 2, 3, 4, 5].map((line) => [line, false, expect.any(String)]));
      await using session = await server.connect(database);
      await session.query(`INSERT INTO t VALUES (1, 9999999, 'abc', 'tr', '2026-01-01', 999.94), (2, 999.995, '3000000000', 'ja', NULL, 999.96),
        (3, 1, ' +42 ', ' NO ', NULL, NULL), (4, NULL, '', NULL, NULL, 'NaN')`);
      expect(await judged()).toEqual([
        [1, true, 2],
        [2, true, 3],
        [3, true, 1],
        [4, true, 1],
        [5, true, expect.stringContaining('this could not be asked beforehand: function pg_input_is_valid')],
      ]);
    });

    test('a rollback takes the last migration back', async () => {
      using dir = directory(projects.dbmate as Readonly<Record<string, string>>);
      const database = await server.createDatabase();
      await deploy(optionsFor(dir.path, database));
      const done = await rollback({ ...optionsFor(dir.path, database), to: '20260101000000_a' });
      expect(done.ok).toBe(true);
      const { entries } = await status(optionsFor(dir.path, database));
      expect(entries.map(({ state }) => state)).toEqual(['applied', 'pending']);
    });
  });
}
