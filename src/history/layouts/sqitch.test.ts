import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { openFolder } from '../migration-folder.ts';
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
});
