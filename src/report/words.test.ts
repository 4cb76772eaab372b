import { expect, test } from 'vitest';
import { clipped, count } from './words.ts';

test('numbers are grouped, and nouns follow them', () => {
  expect([count(1, 'index'), count(2, 'index'), count(1234567, 'history')]).toEqual([
    '1 index',
    '2 indexes',
    '1,234,567 histories',
  ]);
});

test('a text is clipped to one line, and says so', () => {
  expect(clipped('CREATE TABLE t (\n  id int\n);', 40)).toBe('CREATE TABLE t ( id int );');
  expect(clipped('CREATE TABLE t (\n  id int\n);', 17)).toBe('CREATE TABLE t (…');
});
