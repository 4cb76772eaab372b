import { expect, test } from 'vitest';
import { clipped, marksUnder, withoutPasswords } from './text.ts';

test('a text is clipped to one line, and says so', () => {
  expect(clipped('CREATE TABLE t (\n  id int\n);', 40)).toBe('CREATE TABLE t ( id int );');
  expect(clipped('CREATE TABLE t (\n  id int\n);', 17)).toBe('CREATE TABLE t (…');
});

test.each([
  [
    'postgres://u@h/d?sslmode=require&sslpassword=abc: no',
    'postgres://u@h/d?sslmode=require&sslpassword=*** no',
  ],
  [`cannot read "host=h password='a b' x=y"`, 'cannot read "host=h password=*** x=y"'],
  [`source='host=h password = a&b'`, `source='host=h password = ***`],
  ['password=a\\ b c, oauth_client_secret=d', 'password=*** c, oauth_client_secret=***'],
  ["it's WHERE key = 'a b' AND n=1", "it's WHERE key = 'a b' AND n=1"],
])('of %s no secret is printed', (text, told) => {
  expect(withoutPasswords(text)).toBe(told);
});

test('a place is marked as far as its line is shown, and where it stands behind the end of it', () => {
  expect(marksUnder("\ta 'x …", { column: 4, length: 20_000 })).toEqual({ blank: '\t  ', carets: '^^^^' });
  expect(marksUnder('SELECT', { column: 7, length: 1 })).toEqual({ blank: '      ', carets: '^' });
});
