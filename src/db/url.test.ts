import { expect, test } from 'vitest';
import { connectionOf, targetOf } from './url.ts';

test('what a URL says of the connection is read as libpq reads it, and TLS is left out', () => {
  expect(connectionOf('postgres://u:p%40ss@h:6000/x%2By?sslmode=require&options=-c%20a%3Db')).toEqual({
    user: 'u',
    password: 'p@ss',
    host: 'h',
    port: '6000',
    database: 'x+y',
    options: '-c a=b',
  });
  expect(connectionOf('postgres://me@db/?dbname=app')).toEqual({ user: 'me', host: 'db', database: 'app' });
  expect(connectionOf('postgres://me@/app')).toEqual({ user: 'me', database: 'app' });
});

test.each([
  ['hostaddr', 'postgres://me@db/app?hostaddr=10.0.0.1'],
  ['service', 'postgres://me@db/app?service=prod'],
  ['several hosts', 'postgres://me@one,two/app'],
  ['several hosts', 'postgres://me@/app?host=one,two'],
])('%s would lead libpq elsewhere, and is refused', (what, url) => {
  expect(() => connectionOf(url)).toThrow(`the database URL names ${what}`);
});

test('the server that is meant is told with what the variables of libpq say', () => {
  const environment = { PGHOST: 'prod', PGPORT: '6000', PGDATABASE: 'shop' };
  expect(targetOf('postgres://me@/app', environment)).toEqual({
    host: 'prod',
    port: '6000',
    database: 'app',
  });
  expect(targetOf('postgres:///', environment)).toEqual({ host: 'prod', port: '6000', database: 'shop' });
  expect(targetOf('postgres://me@/app?host=/run&port=5433', environment)).toEqual({
    host: '/run',
    port: '5433',
    database: 'app',
  });
  expect(targetOf('postgres://me@db', {})).toEqual({ host: 'db', port: '5432', database: 'me' });
});
