import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from '../detect/detect.ts';
import { openFolder } from '../migration-folder.ts';
import { readHistory } from '../read.ts';
import { readSqitch } from './sqitch.ts';

test('a registry of another name is the ledger', async () => {
  const plan =
    '%syntax-version=1.0.0\n%project=shop\n\nusers 2026-01-01T00:00:00Z me <me@example.org> # users\n';
  const files = { 'sqitch.plan': plan, 'deploy/users.sql': 'CREATE TABLE users (id int);\n' };
  using usual = directory({ ...files, 'sqitch.conf': '[core]\n\tengine = pg\n' });
  expect(await readSqitch(openFolder(usual.path, '.'))).not.toHaveProperty('ledgerTable');
  using other = directory({ ...files, 'sqitch.conf': '[engine "pg"]\n\tregistry = Shop_meta\n' });
  expect(await readSqitch(openFolder(other.path, '.'))).toMatchObject({
    usualLedgerTable: 'sqitch.changes',
    ledgerTable: '"Shop_meta"."changes"',
  });
  using above = directory({
    'sqitch.conf': '[core]\n\ttop_dir = db\n[engine "pg"]\n\tregistry = meta\n',
    'db/sqitch.plan': plan,
    'db/deploy/users.sql': files['deploy/users.sql'],
  });
  expect(await readSqitch(openFolder(above.path, 'db'))).toMatchObject({ ledgerTable: '"meta"."changes"' });
});

test("the variables of Sqitch's configuration and those of a file are written out", async () => {
  using project = directory({
    'sqitch.plan': '%project=shop\nroles 2026-01-05T10:00:00Z A <a@b> # roles\n',
    'sqitch.conf': '[core]\n\tengine = pg\n[deploy "variables"]\n\tschema = shop\n[rework]\n\tlimit = 1\n',
    'deploy/roles.sql':
      '\\set role clerk\nGRANT USAGE ON SCHEMA :schema TO :"role"; -- :limit\nSELECT 1 :limit;\n',
  });
  const { projects } = await findProjects(project.path);
  const history = await readHistory(projects[0]!);
  expect(history.migrations[0]?.up.text).toBe(
    '\\set role clerk\nGRANT USAGE ON SCHEMA shop TO clerk; -- :limit\nSELECT 1 :limit;\n',
  );
});

test('a change whose file was never committed is missing, and no link', async () => {
  using project = directory({
    'sqitch.plan': '%project=shop\nroles 2026-01-05T10:00:00Z A <a@b> # roles\n',
    'deploy/other.sql': 'SELECT 1;\n',
  });
  const { findings } = await readSqitch(openFolder(project.path, '.'));
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['missing-migration-file', 'deploy/roles.sql cannot be read: it does not exist'],
  ]);
});
