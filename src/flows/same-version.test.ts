import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { liveCommandFor } from '../model/live-project.ts';
import { noPaint } from '../report/paint.ts';
import { statusReport } from '../report/status.ts';
import { deploy } from './deploy.ts';
import { plainDeploy } from './plain-settings.suite.ts';
import { rollback } from './rollback.ts';
import { status } from './status.ts';

const server = liveServer();
const log = 'CREATE TABLE log (v text);\n';
const insert = "INSERT INTO log VALUES ('b');\n";
const goose = (up: string) => `-- +goose Up\n${up}-- +goose Down\nSELECT 1;\n`;

test.each([
  [
    'goose',
    { 'migrations/00001_init.sql': goose(log) },
    { 'migrations/00002_a.sql': goose(insert), 'migrations/2_b.sql': goose(insert) },
    'CREATE TABLE goose_db_version (id serial, version_id bigint, is_applied boolean, tstamp timestamp DEFAULT now())',
    ['00002_a', '2_b'],
  ],
  [
    'golang-migrate',
    { 'migrations/1_init.up.sql': log, 'migrations/1_init.down.sql': 'DROP TABLE log;' },
    { 'migrations/2_a.up.sql': insert, 'migrations/02_b.up.sql': insert, 'migrations/2_a.down.sql': '' },
    'CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)',
    ['02_b', '2_a'],
  ],
  [
    'flyway',
    { 'sql/V1__init.sql': log },
    {
      'sql/V2__a.sql': insert,
      'sql/V2.0__b.sql': insert,
      'flyway.conf': 'flyway.locations=filesystem:sql\n',
    },
    'SELECT',
    ['V2.0__b', 'V2__a'],
  ],
])(
  'two migrations of one version are not told apart by %s: nothing runs, and status says so',
  async (kind, first, both, ledgerSql, [one, other]) => {
    const database = await server.databaseWith(ledgerSql);
    using dir = directory({ ...first, ...both });
    const options = { ...plainDeploy(dir.path, database.url as string), rehearse: false };
    const refusal = `${one} and ${other} have one version: the ledger of ${kind} cannot tell them apart`;
    await expect(deploy(options)).rejects.toThrow(refusal);
    await expect(rollback({ ...options, to: 'none' })).rejects.toThrow(refusal);
    const found = await status(options);
    expect(found.ok).toBe(false);
    expect(statusReport(found, { paint: noPaint, width: 110 }, liveCommandFor('.', false))).toContain(
      `✗ ${other} has the version of ${one}: the ledger cannot tell them apart`,
    );
    expect(await ask(database, "SELECT to_regclass('log') AS log")).toEqual([{ log: null }]);
  },
);
