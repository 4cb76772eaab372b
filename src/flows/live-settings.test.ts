import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { Database } from '../engine/engine.ts';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { deploy } from './deploy.ts';
import { drift } from './drift.ts';
import { plainDeploy, plainDrift } from './plain-settings.suite.ts';
import { status } from './status.ts';

const server = liveServer();

/** What is set for a database holds for everybody who connects from now on. */
async function databaseThat(setting: string, sql = 'SELECT 1'): Promise<Database> {
  const database = await server.databaseWith(sql);
  await ask(
    database,
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${setting}', current_database()); END $$`,
  );
  return database;
}

const files = {
  'migrations/001_books.sql': 'CREATE TABLE books (id int PRIMARY KEY);\n',
  'migrations/002_title.sql': 'ALTER TABLE books ADD COLUMN title text;\n',
};

test('a database that is kept from writing is refused before anything is begun, and read all the same', async () => {
  using dir = directory(files);
  const { url = '' } = await databaseThat('default_transaction_read_only = on');
  await expect(deploy({ ...plainDeploy(dir.path, url), rehearse: false })).rejects.toMatchObject({
    code: 'live',
    message: expect.stringContaining('can only be read'),
    hint: expect.stringContaining('default_transaction_read_only is on'),
  });
  expect((await status(plainDeploy(dir.path, url))).entries.map(({ state }) => state)).toEqual([
    'pending',
    'pending',
  ]);
});

test('a search_path of its own is where migrations make everything, and where they are compared', async () => {
  using dir = directory(files);
  const database = await databaseThat('search_path = "Shop", public', 'CREATE SCHEMA "Shop"');
  const { url = '' } = database;
  expect((await deploy(plainDeploy(dir.path, url))).ok).toBe(true);
  expect(await ask(database, 'SELECT to_regclass(\'"Shop".books\') IS NOT NULL AS made')).toEqual([
    { made: true },
  ]);
  expect(await drift(plainDrift(dir.path, url))).toMatchObject({ ok: true, applied: 2, objects: [] });
});
