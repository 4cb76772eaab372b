import { expect, test } from 'vitest';
import { findName } from './find-name.ts';

const found = (text: string, name: string, range = { start: 0, end: text.length }) => {
  const token = findName(text, range, name);
  return token === undefined ? undefined : text.slice(token.start, token.end);
};

test('a name is found as a word in any case, or in quotes as it is', () => {
  expect(found('ALTER TABLE Users DROP email', 'users')).toBe('Users');
  expect(found('SELECT "users", "Users"', 'Users')).toBe('"Users"');
});

test('quotes in a quoted name are doubled', () => {
  expect(found('DROP TABLE "odd""name"', 'odd"name')).toBe('"odd""name"');
});

test('literals, comments and parts of words hold a name only where nothing else does, in any case', () => {
  expect(found('SELECT \'email\', emails, "email" -- email', 'email')).toBe('"email"');
  expect(found("DO $$ BEGIN EXECUTE 'DROP TABLE Old.Users'; END $$", 'old.users')).toBe('Old.Users');
});

test('what lies outside of the range is not found', () => {
  expect(found('SELECT a; SELECT b', 'a', { start: 10, end: 18 })).toBeUndefined();
});
