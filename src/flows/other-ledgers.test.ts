import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { deploy } from './deploy.ts';
import { plainDeploy, plainSettings } from './plain-settings.suite.ts';
import { status } from './status.ts';

const server = liveServer();

const files = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [`migrations/${name}.sql`, `CREATE TABLE ${name.replace(/^\d+_/, '')} (id int);\n`]),
  );

const common = (dir: string, database: Database, ledgerTable?: string) => ({
  ...plainDeploy(dir, database.url as string),
  settingsOf: async () => ({
    ...plainSettings,
    overrides: ledgerTable === undefined ? {} : { ledgerTable },
  }),
});

const refused: readonly (readonly [string, string, string])[] = [
  [
    'Rails',
    `CREATE TABLE schema_migrations (version varchar PRIMARY KEY); CREATE TABLE ar_internal_metadata (key varchar);
     INSERT INTO schema_migrations VALUES ('20250101000000'), ('20260101000000')`,
    'ar_internal_metadata says what Rails has applied here',
  ],
  [
    'Ecto',
    `CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp);
     INSERT INTO schema_migrations VALUES (20260101000000, now())`,
    'schema_migrations says what Ecto has applied here',
  ],
  [
    'golang-migrate',
    `CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL);
     INSERT INTO schema_migrations VALUES (20270101000000, false)`,
    'public.schema_migrations says that golang-migrate is at version 20270101000000, which no file here has',
  ],
];

test.each(refused)(
  'the ledger of another application that uses %s is not taken for that of plain SQL',
  async (_, sql, message) => {
    const database = await server.databaseWith(sql);
    using dir = directory(files('20260101000000_report', '20260102000000_sums'));
    const before = await ask(database, 'SELECT version::text FROM schema_migrations');
    await expect(status(common(dir.path, database))).rejects.toThrow(message);
    await expect(deploy(common(dir.path, database))).rejects.toThrow(message);
    expect((await deploy(common(dir.path, database, 'strata.migrations'))).ok).toBe(true);
    expect(await ask(database, "SELECT to_regclass('report')::text AS report")).toEqual([
      { report: 'report' },
    ]);
    expect(await ask(database, 'SELECT version::text FROM schema_migrations')).toEqual(before);
  },
);

test.each([
  ['dbmate', 'CREATE TABLE schema_migrations (version varchar PRIMARY KEY)', '.sql'],
  [
    'golang-migrate',
    'CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)',
    '.up.sql',
  ],
])('plain files go on with the ledger of %s that is there', async (kind, sql, end) => {
  const database = await server.databaseWith(
    `${sql}; CREATE TABLE report (id int); INSERT INTO schema_migrations SELECT 20260101000000 ${kind === 'dbmate' ? '' : ', false'}`,
  );
  const named = Object.entries(files('20260101000000_report', '20260102000000_sums'));
  using dir = directory(Object.fromEntries(named.map(([name, text]) => [name.replace('.sql', end), text])));
  expect((await deploy(common(dir.path, database))).outcome?.deployed.map(({ name }) => name)).toEqual([
    '20260102000000_sums',
  ]);
  expect((await status(common(dir.path, database))).ledger.kind).toBe(kind);
});

test('two projects with the same file names do not share a ledger without a word', async () => {
  const database = await server.createDatabase();
  using one = directory({ 'migrations/001_init.sql': 'CREATE TABLE a (id int);\n' });
  using other = directory({ 'migrations/001_init.sql': 'CREATE TABLE b (id int);\n', ...files('002_more') });
  expect((await deploy(common(one.path, database))).ok).toBe(true);
  await expect(deploy(common(other.path, database))).rejects.toThrow(
    'strata.migrations keeps other texts for 001_init, and no table of these files is there',
  );
  expect((await deploy(common(other.path, database, 'strata.migrations_2'))).ok).toBe(true);
  using edited = directory({ 'migrations/001_init.sql': 'CREATE TABLE a (id bigint);\n', ...files('002_c') });
  expect((await deploy(common(edited.path, database))).ok).toBe(true);
});
