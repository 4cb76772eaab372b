import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { liveServer } from '../../engine/live-server.suite.ts';
import { deploy } from '../deploy.ts';
import { plainDeploy } from '../plain-settings.suite.ts';

const server = liveServer();

async function databaseIn(encoding: string): Promise<string> {
  const database = await server.createDatabase();
  await using admin = await database.connect('superuser');
  const name = `in_${encoding.toLowerCase()}`;
  await admin.query(
    `CREATE DATABASE ${name} ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0 OWNER postgres`,
  );
  const url = new URL(database.url as string);
  url.pathname = `/${name}`;
  return url.toString();
}

test('a character that the encoding of the database lacks is found with its line before anything runs', async () => {
  const url = await databaseIn('LATIN1');
  using dir = directory({
    'migrations/1_a.sql': "CREATE TABLE shops (id int, word text DEFAULT 'Straße');\n",
    'migrations/2_b.sql':
      "CREATE TABLE prices (id int);\nCREATE TABLE t (\n  unit text DEFAULT 'ü 日本€'\n);\n",
  });
  await expect(deploy({ ...plainDeploy(dir.path, url), dryRun: true })).rejects.toMatchObject({
    code: 'project',
    message: "2_b holds `日`, for which the database's encoding LATIN1 has no character",
    where: { file: 'migrations/2_b.sql', line: 3, column: 24 },
  });
  expect((await deploy({ ...plainDeploy(dir.path, url), to: '1_a' })).ok).toBe(true);
  using told = directory({
    'migrations/1_a.sql': "CREATE TABLE shops (id int, word text DEFAULT 'Straße');\n",
    'migrations/2_b.sql': '-- in €\nCREATE TABLE prices (id int);\n',
  });
  // A ledger that keeps the text keeps its comments.
  await expect(deploy({ ...plainDeploy(told.path, url), dryRun: true })).rejects.toMatchObject({
    where: { file: 'migrations/2_b.sql', line: 1 },
  });
});
