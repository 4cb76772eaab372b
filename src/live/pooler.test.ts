import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultyServer, packagedBin, startServer } from '../../test/faults/server.ts';
import { openUrl } from '../db/session.ts';
import { openLive } from './open.ts';
import { openWriters } from './write.ts';

let server: FaultyServer;
beforeAll(async () => {
  server = await startServer(packagedBin());
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

/** The messages of the protocol that a stream holds so far, and what is left. */
function* messages(state: { rest: Buffer }): Generator<Buffer> {
  while (state.rest.length >= 5) {
    const length = 1 + state.rest.readInt32BE(1);
    if (state.rest.length < length) return;
    yield state.rest.subarray(0, length);
    state.rest = state.rest.subarray(length);
  }
}

/** A server's greeting under a process number of the pooler's own: authentication, key, ready. */
function greeting(): Buffer {
  const key = Buffer.alloc(13);
  key.write('K');
  key.writeInt32BE(12, 1);
  key.writeInt32BE(4711, 5);
  return Buffer.concat([
    Buffer.from('R\0\0\0\x08\0\0\0\0', 'latin1'),
    key,
    Buffer.from('Z\0\0\0\x05I', 'latin1'),
  ]);
}

function startupMessage(user: string, database: string): Buffer {
  const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${database}\0\0`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([length, body]);
}

/** A pooler in transaction mode with one connection to the server: whoever stands in no transaction gives it away. */
async function openPooler(port: number, user: string, database: string) {
  const server = connect(port, '127.0.0.1');
  server.write(startupMessage(user, database));
  const fromServer = { rest: Buffer.alloc(0) };
  let isReady = false;
  let owner: Socket | undefined;
  const waiting: { readonly client: Socket; readonly message: Buffer }[] = [];
  const sockets = new Set<Socket>([server]);

  function send(client: Socket, message: Buffer): void {
    if (!isReady || (owner !== undefined && owner !== client)) {
      waiting.push({ client, message });
      return;
    }
    owner = client;
    server.write(message);
  }
  server.on('data', (chunk) => {
    fromServer.rest = Buffer.concat([fromServer.rest, chunk]);
    for (const message of messages(fromServer)) {
      if (isReady) owner?.write(message);
      const isIdle = message[0] === 90 && message[5] === 73;
      if (!isIdle) continue;
      isReady = true;
      owner = undefined;
      const next = waiting.splice(0);
      for (const { client, message: kept } of next) send(client, kept);
    }
  });
  server.on('close', () => {
    for (const socket of sockets) socket.end();
  });
  const pooler = createServer((client) => {
    sockets.add(client);
    client.on('error', () => {});
    const state = { rest: Buffer.alloc(0) };
    let isGreeted = false;
    client.on('data', (chunk) => {
      state.rest = Buffer.concat([state.rest, chunk]);
      if (!isGreeted) {
        // A request for TLS has eight bytes; the startup message has more.
        if (state.rest.length === 8) client.write('N');
        else {
          client.write(greeting());
          isGreeted = true;
        }
        state.rest = Buffer.alloc(0);
        return;
      }
      for (const message of messages(state)) if (message[0] !== 88) send(client, message);
    });
  });
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
  return {
    port: (pooler.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => pooler.close(resolve));
    },
  };
}

test('a pooler that shares server processes is found out and refused, with what to do', async () => {
  const database = await server.createDatabase();
  await using pooler = await openPooler(server.port, 'boss', database);
  const opening = openWriters(`postgres://boss@127.0.0.1:${pooler.port}/${database}`, 'strata deploy');
  await expect(opening).rejects.toThrow(
    'a pooler stands between and gives every transaction another server process',
  );
  await expect(opening).rejects.toMatchObject({
    code: 'live',
    hint: expect.stringContaining('session mode'),
  });
});

test('a server itself is taken, and the two sessions are apart', async () => {
  await using writers = await openWriters(server.url(await server.createDatabase()), 'strata deploy');
  const pid = async (session: typeof writers.worker) =>
    (await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  expect(await pid(writers.worker)).not.toBe(await pid(writers.guard));
  expect(writers.worker.greetedAs).toBe(await pid(writers.worker));
});

test('a schema in the URL is the search path, as Prisma writes it', async () => {
  await using live = await openLive(`${server.url(await server.createDatabase())}?schema=My%20App`);
  expect(await live.query('SHOW search_path')).toEqual([{ search_path: '"My App"' }]);
});

test('reading through such a pooler works, and leaves nothing on the session of others', async () => {
  const database = await server.createDatabase();
  await using admin = await server.connect(database);
  await admin.query('CREATE SCHEMA app; CREATE TABLE app.t (n int); INSERT INTO app.t VALUES (7)');
  await using pooler = await openPooler(server.port, 'boss', database);
  const url = `postgres://boss@127.0.0.1:${pooler.port}/${database}`;
  await using live = await openLive(`${url}?schema=app`);
  expect(
    await Promise.all([live.query('SELECT n FROM t'), live.query('SELECT n + $1 AS n FROM t', [1])]),
  ).toEqual([[{ n: 7 }], [{ n: 8 }]]);
  await expect(live.query('INSERT INTO t VALUES (1)')).rejects.toThrow('read-only transaction');
  await live.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  expect(await live.query('SHOW transaction_isolation')).toEqual([
    { transaction_isolation: 'repeatable read' },
  ]);
  await expect(live.query('DELETE FROM app.t')).rejects.toThrow('read-only transaction');
  await live.query('ROLLBACK');
  await using other = await openUrl(url, { connectTimeoutMs: 5000 });
  expect(
    await other.query(
      "SELECT current_setting('default_transaction_read_only') AS ro, current_setting('search_path') AS path, current_setting('statement_timeout') AS t",
    ),
  ).toEqual([{ ro: 'off', path: '"$user", public', t: '0' }]);
});

test('what ends a query through such a pooler is said in the words of the server', async () => {
  const database = await server.createDatabase();
  await using pooler = await openPooler(server.port, 'boss', database);
  await using live = await openLive(`postgres://boss@127.0.0.1:${pooler.port}/${database}`);
  await expect(live.query('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({
    code: 'live',
    message: expect.stringContaining('terminating connection due to administrator command'),
    cause: { code: '57P01' },
  });
});
