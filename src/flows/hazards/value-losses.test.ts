import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ask, liveServer } from '../../engine/live-server.suite.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy } from '../plain-settings.suite.ts';

const server = liveServer();

test('a new type that holds less of a value is refused where there are values', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'migrations/001_first.sql':
      'CREATE TABLE m (id int PRIMARY KEY, at timestamptz, price numeric(12,4), unset numeric, word text, note text, old text, flag text);',
    'migrations/002_less.sql': `ALTER TABLE m ALTER COLUMN at TYPE date, ALTER COLUMN price TYPE numeric(12,0), ALTER unset TYPE int;
ALTER TABLE m RENAME note TO remark;
ALTER TABLE m ALTER word TYPE text USING 'x', ALTER remark TYPE varchar USING NULL;
ALTER TABLE m ALTER flag TYPE boolean USING (flag = 'yes');
ALTER TABLE m ADD fresh text; ALTER TABLE m ALTER fresh TYPE int USING 0;
ALTER TABLE m DROP old; ALTER TABLE m ADD old int;`,
  });
  const options = plainDeploy(dir.path, database.url as string);
  expect((await deploy({ ...options, to: '001_first' })).ok).toBe(true);
  await ask(database, "INSERT INTO m VALUES (1, '2026-01-01 13:45Z', 1.2345, NULL, 'a', 'b', 'c', 'yes')");
  const { ok, hazards } = await deploy(options);
  expect(ok).toBe(false);
  expect(
    hazards
      .filter(({ kind }) => kind === 'destroys-data')
      .map(({ isRefused, message, line }) => [isRefused, line, message]),
  ).toEqual([
    [true, 1, 'The values of public.m.at lose their time of day.'],
    [true, 1, 'The values of public.m.price are rounded to 0 decimals.'],
    [false, 1, 'The values of public.m.unset are rounded to whole numbers.'],
    [true, 3, 'The values of public.m.word are lost: USING does not name the column.'],
    [true, 3, 'The values of public.m.note are lost: USING does not name the column.'],
    [true, 6, 'The values of public.m.old are lost: the column is dropped.'],
  ]);
});

test('values that a new type holds as they are, are not taken for lost', async () => {
  const database = await server.createDatabase();
  using dir = directory({
    'migrations/001_first.sql': 'CREATE TABLE m (whole numeric, parts numeric, plain json, twice json);',
    'migrations/002_less.sql': `ALTER TABLE m ALTER whole TYPE int;
ALTER TABLE m ALTER parts TYPE int;
ALTER TABLE m ALTER plain TYPE jsonb;
ALTER TABLE m ALTER twice TYPE jsonb;`,
  });
  const options = plainDeploy(dir.path, database.url as string);
  expect((await deploy({ ...options, to: '001_first' })).ok).toBe(true);
  await ask(database, `INSERT INTO m VALUES (1.00, 1.5, '[{"a":1},{"a":2}]', '[{"a":1,"\\u0061":2}]')`);
  const { hazards } = await deploy(options);
  expect(
    hazards
      .filter(({ kind }) => kind === 'destroys-data')
      .map(({ isRefused, message, line }) => [isRefused, line, message]),
  ).toEqual([
    [false, 1, 'The values of public.m.whole are rounded to whole numbers.'],
    [true, 2, 'The values of public.m.parts are rounded to whole numbers.'],
    [false, 3, 'The values of public.m.plain keep only the last of keys that are repeated.'],
    [true, 4, 'The values of public.m.twice keep only the last of keys that are repeated.'],
  ]);
});
