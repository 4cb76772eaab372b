import { expect, test } from 'vitest';
import { ownerRole } from './engine.ts';
import { enginesInTurn } from './engines-in-turn.suite.ts';
import { ask } from './live-server.suite.ts';

const openEngine = enginesInTurn();
const open = () => openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });

/** The server on which this ran in a main database, which was then given back. */
async function serverAfter(sql: string): Promise<string | undefined> {
  await using engine = await open();
  await ask(engine.main, sql);
  return engine.main.address?.host;
}

test('who has an engine in turn finds nothing in its database', async () => {
  const first = await serverAfter(`
    CREATE TABLE left_behind (id int);
    ALTER DATABASE postgres SET lock_timeout = '9s';
    COMMENT ON DATABASE postgres IS 'left behind'`);
  await using engine = await open();
  expect(engine.main.address?.host).toBe(first);
  expect(
    await ask(
      engine.main,
      `SELECT to_regclass('left_behind') AS "table", current_setting('lock_timeout') AS setting,
        shobj_description(oid, 'pg_database') AS comment, pg_get_userbyid(datdba) AS owner
       FROM pg_database WHERE datname = current_database()`,
    ),
  ).toEqual([{ table: null, setting: '0', comment: null, owner: ownerRole }]);
});

test.each([
  ['CREATE ROLE left_behind'],
  [`ALTER ROLE postgres SET lock_timeout = '9s'`],
  [`ALTER ROLE postgres PASSWORD 'other'`],
  ['CREATE DATABASE left_behind TEMPLATE template0'],
  [`BEGIN; PREPARE TRANSACTION 'left_behind'`],
])("a server on which %s ran is nobody else's", async (sql) => {
  const used = await serverAfter(sql);
  expect(await serverAfter('SELECT 1')).not.toBe(used);
});
