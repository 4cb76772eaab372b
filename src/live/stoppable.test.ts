import { expect, test } from 'vitest';
import { ask, liveServer } from '../engine/live-server.suite.ts';
import { stoppable } from './stoppable.ts';
import { openWriters } from './write.ts';

const server = liveServer();

test('what is stopped waits no longer, begins nothing new in any message, and says that no time limit has ended it', async () => {
  const database = await server.createDatabase();
  await using writers = await openWriters(database.url as string, 'strata deploy');
  for (const one of [writers.worker, writers.guard])
    expect(await one.query('SHOW lock_timeout')).toEqual([{ lock_timeout: '2s' }]);
  const controller = new AbortController();
  using stopped = await stoppable(writers, controller.signal);
  const { session, sleep } = stopped;
  await session.run('BEGIN');
  const waiting = sleep(600_000);
  const working = session.run('SELECT pg_catalog.pg_sleep(600)');
  controller.abort();
  expect((await working).error).toMatchObject({ code: '57014', isInterrupted: true });
  await waiting;
  await sleep(600_000);
  await session.run('ROLLBACK');
  expect((await session.run('BEGIN')).error).toBeUndefined();
  expect((await session.run("SET work_mem = '5MB';\nCREATE TABLE t (id int)")).error).toMatchObject({
    code: '57014',
    isInterrupted: true,
  });
  expect((await session.run("SET work_mem = '5MB';\nSET LOCAL role TO DEFAULT;")).error).toBeUndefined();
  expect((await session.run('COMMIT')).error).toBeUndefined();
  expect(await ask(database, "SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
});

test('a time limit of the server is told as one', async () => {
  const { url = '' } = await server.createDatabase();
  await using writers = await openWriters(url, 'strata deploy');
  using stopped = await stoppable(writers, new AbortController().signal);
  await stopped.session.run('SET statement_timeout = 50');
  const { error } = await stopped.session.run('SELECT pg_catalog.pg_sleep(600)');
  expect(error).toMatchObject({ code: '57014' });
  expect(error).not.toHaveProperty('isInterrupted');
});
