import { expect, test } from 'vitest';
import type { Session } from '../db/session.ts';
import type { Database } from '../engine/engine.ts';
import { ownDatabase } from './database.ts';

/** A test's database on a server that is not there; `connect` is what connecting to it does. */
function owned(connect: () => Promise<Session>) {
  const said: string[] = [];
  const database = { name: 'mine', url: 'postgres://mine', connect } as unknown as Database;
  const around = {
    server: { linger: () => {}, control: { query: async () => [] } },
    pool: { discard: () => {} },
    keepMinutes: 0,
    title: undefined,
    say: (message: string) => said.push(message),
  };
  return { database: ownDatabase(database, around as never, false), said };
}

test('a query after one that could not connect connects again', async () => {
  let isFull = true;
  const { database } = owned(async () => {
    if (isFull) throw Object.assign(new Error('too many clients already'), { code: '53300' });
    return { query: async () => [{ one: 1 }], close: async () => {} } as unknown as Session;
  });
  await expect(database.query('SELECT 1 AS one')).rejects.toMatchObject({ code: '53300' });
  isFull = false;
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a database that is kept where none is to be is not said to stay for any time', async () => {
  const { database, said } = owned(() => Promise.reject(new Error('nobody connects')));
  await database.keep();
  expect(said).toEqual([
    "strata: a test database stays until the last test on its server ends:\n  psql 'postgres://mine'\n",
  ]);
});
