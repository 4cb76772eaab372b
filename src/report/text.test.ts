import { expect, test } from 'vitest';
import { clipped } from './text.ts';

test('a text is clipped to one line, and says so', () => {
  expect(clipped('CREATE TABLE t (\n  id int\n);', 40)).toBe('CREATE TABLE t ( id int );');
  expect(clipped('CREATE TABLE t (\n  id int\n);', 17)).toBe('CREATE TABLE t (…');
});
