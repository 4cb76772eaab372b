import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { ask, liveServer } from '../../engine/live-server.suite.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy } from '../plain-settings.suite.ts';

const server = liveServer();

test('a dry run finds the schemas and the database in which the role may create nothing', async () => {
  const database = await server.databaseWith(
    `CREATE ROLE "the app" LOGIN PASSWORD 'app'; CREATE SCHEMA shop; CREATE SCHEMA own; GRANT CREATE, USAGE ON SCHEMA own TO "the app";
     CREATE TABLE shop.old (id int); GRANT USAGE ON SCHEMA shop TO "the app"`,
  );
  const url = new URL(database.url as string);
  url.username = 'the app';
  url.password = 'app';
  const before = 'CREATE SCHEMA IF NOT EXISTS shop; CREATE SCHEMA IF NOT EXISTS own;';
  using dir = directory({
    'migrations/1_a.sql':
      'CREATE TABLE own.a (id int);\nCREATE TABLE b (id int);\nCREATE TABLE shop.c (id int);\n',
    'migrations/2_b.sql':
      'CREATE VIEW shop.v AS SELECT 1 AS n;\nCREATE SCHEMA more;\nCREATE TABLE more.d (id int);\n',
  });
  const options = plainDeploy(dir.path, url.href);
  const settingsOf = async (of: string) => ({ ...(await options.settingsOf(of)), setup: before });
  const look = () => deploy({ ...options, settingsOf, dryRun: true });
  const { ok, hazards } = await look();
  expect(ok).toBe(false);
  expect(hazards.map(({ migration, line, message }) => `${migration}:${line} ${message}`)).toEqual([
    `1_a:undefined "the app" may create nothing in database ${database.name}, where the ledger strata.migrations is to be made.`,
    '1_a:2 "the app" may create nothing in schema public, where the table public.b is to be made.',
    '1_a:3 "the app" may create nothing in schema shop, where the table shop.c is to be made.',
  ]);
  expect(hazards.at(-1)?.seen).toBe('its owner can allow it: GRANT CREATE ON SCHEMA shop TO "the app"');
  await ask(database, hazards.map(({ seen = '' }) => `${seen.slice(seen.indexOf('GRANT'))};`).join('\n'));
  expect(await look()).toMatchObject({ ok: true, hazards: [] });
  expect((await deploy({ ...options, settingsOf })).ok).toBe(true);
});
