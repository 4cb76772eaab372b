import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { StrataError } from '../model/errors.ts';
import { check } from './check.ts';
import { plainSettings } from './plain-settings.suite.ts';

test('a slip in the configuration of the last project is told before the first is rehearsed', async () => {
  using dir = directory({
    'a/migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n',
    'b/migrations/001_b.sql': 'CREATE TABLE b (id int PRIMARY KEY);\n',
  });
  const rehearsed: string[] = [];
  const asked = check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async (of) => {
      if (of.endsWith('b')) throw new StrataError('config', 'a slip');
      return plainSettings;
    },
    onProgress: (of) => rehearsed.push(of),
  });
  await expect(asked).rejects.toThrow('a slip');
  expect(rehearsed).toEqual([]);
});

test('a table that another history of the run creates is told with where', async () => {
  using dir = directory({
    'migrations/001_payments.sql': 'CREATE TABLE payments (id bigint PRIMARY KEY);\n',
    'v2/migrations/001_currency.sql': 'ALTER TABLE payments ADD COLUMN currency text;\n',
  });
  const { projects } = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => plainSettings,
  });
  const [failing] = projects.flatMap(({ findings }) => findings);
  expect(failing?.rule).toBe('undefined-table');
  expect(failing?.notes).toContain(
    'migrations/001_payments.sql creates payments, in another history: migrations.',
  );
});
