import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { deploy } from './deploy.ts';
import { plainDeploy, plainDrift, plainSettings } from './plain-settings.suite.ts';
import { repair } from './repair.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';

const server = liveServer();

const common = (dir: string, database: Database) => plainDeploy(dir, database.url as string);
const table = (version: number) => ({
  [`sql/V${version}__t.sql`]: `CREATE TABLE t${version} (id int);\n`,
  [`sql/U${version}__t.sql`]: `DROP TABLE t${version};\n`,
});
const config = { 'flyway.conf': 'flyway.locations=filesystem:sql\n' };
const inPublic = async () => ({
  ...plainSettings,
  overrides: { ledgerTable: 'public.flyway_schema_history' },
});
const ledgerSql = `CREATE TABLE flyway_schema_history (installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200),
  type varchar(20), script varchar(1000), checksum integer, installed_by varchar(100), installed_on timestamp DEFAULT now(),
  execution_time integer, success boolean);\n`;

test('what the baseline of Flyway stands for is not taken back, and what came since is', async () => {
  const database = await server.databaseWith(
    `CREATE TABLE t1 (id int); CREATE TABLE t2 (id int); ${ledgerSql}
     INSERT INTO flyway_schema_history VALUES (1, '2', '<< Flyway Baseline >>', 'BASELINE', '<< Flyway Baseline >>', NULL, 'me', now(), 0, true)`,
  );
  using dir = directory({ ...config, ...table(1), ...table(2), ...table(3) });
  const options = common(dir.path, database);
  expect((await deploy(options)).ok).toBe(true);
  await expect(rollback({ ...options, to: 'V1__t' })).rejects.toMatchObject({
    message: "V2__t was never run here: Flyway's baseline stands for it",
    hint: expect.stringContaining('strata rollback --to V2__t'),
  });
  const elsewhere = { ...options, url: `${options.url}?schema=app`, settingsOf: inPublic };
  await expect(rollback({ ...elsewhere, to: 'V2__t', dryRun: true })).rejects.toThrow(
    'Flyway migrates the schema public, where its flyway_schema_history is, and this connection works in app',
  );
  expect((await rollback({ ...options, to: 'V2__t' })).ok).toBe(true);
  expect((await status(options)).entries.map(({ state }) => state)).toEqual([
    'applied',
    'applied',
    'pending',
  ]);
  expect(await ask(database, 'SELECT type, version FROM flyway_schema_history')).toEqual([
    { type: 'BASELINE', version: '2' },
  ]);
});

test('repeatable scripts stay where migrations are taken back', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    ...config,
    ...table(1),
    ...table(2),
    'sql/R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM t1;\n',
  });
  const options = common(dir.path, database);
  expect((await deploy(options)).ok).toBe(true);
  expect(await rollback({ ...options, to: 'V1__t' })).toMatchObject({
    ok: true,
    downs: [{ migration: 'V2__t', verdict: 'proven' }],
  });
  expect((await status(options)).entries.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'V1__t applied',
    'V2__t pending',
    'R__v applied',
  ]);
});

test.each([
  ['refuses it', 'DROP TABLE t2;', 'cannot drop table t2'],
  ['takes it away with CASCADE', 'DROP TABLE t2 CASCADE;', 'R__v needs what would be taken back'],
])(
  'a down is not run where it would take what a repeatable script makes: the server %s',
  async (_, down, message) => {
    const database = await server.createDatabase();
    using dir = directory({
      ...config,
      ...table(1),
      ...table(2),
      'sql/U2__t.sql': down,
      'sql/R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT id FROM t2;\n',
    });
    const options = common(dir.path, database);
    expect((await deploy(options)).ok).toBe(true);
    await expect(rollback({ ...options, to: 'V1__t' })).rejects.toThrow(message);
    expect(await ask(database, "SELECT to_regclass('v')::text AS v")).toEqual([{ v: 'v' }]);
  },
);

test('a first deploy makes the schemas that Flyway is told of', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'flyway.conf': 'flyway.schemas=app,Audit\nflyway.locations=filesystem:sql\n',
    'sql/V1__t.sql': 'CREATE TABLE t1 (id int); CREATE TABLE "Audit".log (id int);\n',
  });
  const url = `${database.url}?schema=app`;
  expect((await deploy({ ...common(dir.path, database), url })).ok).toBe(true);
  expect(
    await ask(
      database,
      `SELECT script FROM app.flyway_schema_history WHERE to_regclass('app.t1') IS NOT NULL`,
    ),
  ).toEqual([{ script: 'V1__t.sql' }]);
});

test('so does the first record of what is there already', async () => {
  const database = await server.databaseWith('CREATE SCHEMA shop; CREATE TABLE shop.t1 (id int)');
  using dir = directory({
    'flyway.conf': 'flyway.schemas=app\nflyway.locations=filesystem:sql\n',
    'sql/V1__t.sql': 'CREATE SCHEMA IF NOT EXISTS shop;\nCREATE TABLE shop.t1 (id int);\n',
  });
  const options = {
    ...plainDrift(dir.path, database.url as string),
    ...common(dir.path, database),
    settlement: { kind: 'record', migrations: ['V1__t'], dataIsThere: true },
    now: new Date('2026-11-20T12:00:00Z'),
  } as const;
  const { plan } = await repair({ ...options, apply: undefined });
  expect(await repair({ ...options, apply: plan })).toMatchObject({ ok: true });
  expect(await ask(database, 'SELECT script FROM app.flyway_schema_history')).toEqual([
    { script: 'V1__t.sql' },
  ]);
});
