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

test('literals, comments and parts of words hold no names, and neither does what lies outside of the range', () => {
  expect(found("SELECT 'email', emails -- email", 'email')).toBeUndefined();
  expect(found('SELECT a; SELECT b', 'a', { start: 10, end: 18 })).toBeUndefined();
});
