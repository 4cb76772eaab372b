import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { isDatabaseUrl } from '../model/patterns.ts';
import { connectLive, databaseNamed, looksLikeUrl, openLive, refused, showUrl } from './open.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({
    kind: 'native',
    base: { platform: 'none', extensions: {} },
    listen: 'tcp',
    share: 'live urls',
  });
}, 120_000);
afterAll(() => engine[Symbol.asyncDispose]());

/** The server's URL, changed. */
function urlWith(change: (url: URL) => void): string {
  const url = new URL(engine.main.url as string);
  change(url);
  return url.toString();
}

async function errorOf(url: string) {
  return await openLive(url).then(
    () => 'it opened',
    ({ code, message, hint }) => ({ code, message, hint }),
  );
}

test('a server that asks for a password is told of as such', async () => {
  expect(await errorOf(urlWith((url) => (url.password = '')))).toMatchObject({
    code: 'live',
    hint: 'The server asks for a password, and the URL has none.',
  });
});

test('a server without TLS is told of as such', async () => {
  expect(await errorOf(urlWith((url) => url.searchParams.set('sslmode', 'require')))).toMatchObject({
    code: 'live',
    hint: expect.stringContaining('?sslmode=disable'),
  });
});

test.each([
  ['sslmode=maybe', 'sslmode maybe is not known'],
  [
    'sslmode=verify-full&sslrootcert=/none.crt',
    '/none.crt, which sslrootcert names, cannot be read (ENOENT)',
  ],
])('%s is wrong usage', async (parameters, message) => {
  expect(await errorOf(urlWith((url) => (url.search = parameters)))).toMatchObject({
    code: 'usage',
    message,
    hint: expect.any(String),
  });
});

test('the name of a database may hold any character, encoded as for libpq', async () => {
  const name = 'a+b@c/d#e?f&g=h:i;j%k l';
  await using admin = await engine.main.connect('superuser');
  await admin.query(`CREATE DATABASE "${name}"`);
  const encoded = urlWith((url) => (url.pathname = `/${encodeURIComponent(name)}`));
  await using live = await openLive(encoded);
  expect(await live.query('SELECT current_database()::text AS name')).toEqual([{ name }]);
  expect(live.shownUrl).toContain(`/${encodeURIComponent(name)}`);
  expect(databaseNamed(encoded)).toContain(`/${name}`);
  expect(await errorOf(encoded.replace('%23', '#'))).toMatchObject({ code: 'usage' });
});

test('a session that only reads outlasts the limit for idle ones, and one that ends says why', async () => {
  const url = urlWith((one) => one.searchParams.set('options', '-c idle_session_timeout=100'));
  await using live = await openLive(url);
  await using plain = await connectLive(url, 'strata');
  await setTimeout(400);
  expect(await live.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await expect(plain.query('SELECT 1')).rejects.toMatchObject({ code: '57P05' });
  expect((await plain.run('SELECT 1')).error).toMatchObject({ code: '57P05', isLost: true });
});

test('an empty schema is none', async () => {
  await using live = await openLive(urlWith((url) => url.searchParams.set('schema', '')));
  expect(await live.query('SELECT current_schema()::text AS name')).toEqual([{ name: 'public' }]);
});

test('a password that is not encoded is never taken for a host', () => {
  expect(() => showUrl('postgres://me:p@ss/word@db.example.org/app')).toThrow(
    'the database URL cannot be read',
  );
  expect(() => showUrl('postgres://me:#word@db.example.org/app')).toThrow('cannot be read');
  expect(() => showUrl('postgres://me:12?word@db.example.org/app')).toThrow('cannot be read');
  expect(showUrl('postgres://me:p%40ss%2Fword@db.example.org/app')).toBe(
    'postgres://me:***@db.example.org/app',
  );
});

test('a host that a URL leaves out is not shown as one that it names', () => {
  expect(showUrl('postgres://me:secret@/app')).toBe('postgres://me:***@/app');
});

test('what opens the key of a certificate is shown as little as a password', () => {
  expect(showUrl('postgres://me@db.example.org/app?sslmode=require&sslpassword=abc&pass%77ord=d')).toBe(
    'postgres://me@db.example.org/app?sslmode=require&sslpassword=***&password=***',
  );
});

test.each([
  ['postgre://me:secret@db.example.org/app', true],
  ['postgres:/me:secret@db.example.org/app', true],
  ['me:secret@db.example.org/app', true],
  ['host=db.example.org password=secret', true],
  ['db/schema.sql', false],
  ['declared:prisma/schema', false],
])('%s is meant as a URL: %s', (text, meant) => {
  expect(looksLikeUrl(text)).toBe(meant);
});

test('the scheme of a URL may be in capitals', () => {
  expect(isDatabaseUrl('POSTGRES://me@db.example.org/app')).toBe(true);
  expect(isDatabaseUrl('db/postgres.sql')).toBe(false);
});

test('what closes the connection at once may be no PostgreSQL', async () => {
  const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    expect(await errorOf(`postgres://me:secret@127.0.0.1:${port}/app`)).toMatchObject({
      code: 'live',
      hint: 'What listens there closed the connection: is it PostgreSQL, and are host and port right?',
    });
  } finally {
    server.close();
  }
});

test('a statement that ran too long where something is changed is told of with the option that limits it', async () => {
  await using session = await engine.main.connect('owner', { guarded: false });
  await session.query("SET statement_timeout = '10ms'");
  const error = await session.query('SELECT pg_sleep(5)').catch((caught: unknown) => caught);
  const { message, hint } = refused(error, 'postgres://host/db', 'writes');
  expect(message).toContain('canceling statement due to statement timeout');
  expect(hint).toContain('--statement-timeout');
});
