import { expect, test } from 'vitest';
import { liveServer } from '../engine/live-server.suite.ts';
import {
  identifierPattern,
  qualifiedPattern,
  signatureOf,
  splitIdentifier,
  splitOn,
  withoutSignature,
} from './identifier.ts';

const server = liveServer();

const names = [
  'users',
  'Public.Users',
  '_a$1.B$',
  'naïve.ÄPFEL',
  '名前.列',
  '𝒳1',
  '"Odd.Name"."a""b".c',
  'public . "Users"',
  '"A"\n.\n"b"',
];

test('names are recognised and taken apart as the server does it', async () => {
  const database = await server.createDatabase();
  await using session = await database.connect('owner');
  for (const flags of ['', 'u', 'i', 'iu']) {
    const whole = new RegExp(`^${qualifiedPattern}$`, flags);
    for (const name of names) expect(whole.test(name), name).toBe(true);
  }
  for (const name of names) {
    const [row] = await session.query<{ parts: string[] }>('SELECT parse_ident($1) AS parts', [name]);
    expect(splitIdentifier(name)).toEqual(row?.parts);
  }
});

test('what the server does not take for a name is none', () => {
  const whole = new RegExp(`^${identifierPattern}$`);
  for (const text of ['1a', '$a', 'a-b', '""', '"a', 'a b', '']) expect(whole.test(text), text).toBe(false);
});

test('the name of a routine ends where its arguments begin, not at a parenthesis in quotes', () => {
  expect(withoutSignature('public."f(x"(integer, text)')).toBe('public."f(x"');
  expect(signatureOf('public."f(x"(integer, text)')).toBe('(integer, text)');
  expect(withoutSignature('public.users')).toBe('public.users');
});

test('what is on a table is told from it, also where their names hold that word', async () => {
  const database = await server.createDatabase();
  await using session = await database.connect('owner');
  await session.query('CREATE TABLE "x on y" (id int CONSTRAINT "a on b" CHECK (id > 0))');
  const [row] = await session.query<{ identity: string }>(
    `SELECT identity FROM pg_constraint c, pg_identify_object('pg_constraint'::regclass, c.oid, 0) WHERE conname = 'a on b'`,
  );
  expect(splitOn(row?.identity ?? '')).toEqual(['"a on b"', 'public."x on y"']);
  expect(splitOn('public."x on y"')).toBeUndefined();
});
