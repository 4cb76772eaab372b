import { expect, test } from 'vitest';
import { count, few } from './words.ts';

test('numbers are grouped, and nouns follow them', () => {
  expect([count(1, 'index'), count(2, 'index'), count(1234567, 'history')]).toEqual([
    '1 index',
    '2 indexes',
    '1,234,567 histories',
  ]);
});

test('of many names a few are told', () => {
  expect(few(['a', 'b'], 2)).toBe('a, b');
  expect(few(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
});
