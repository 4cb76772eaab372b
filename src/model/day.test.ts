import { expect, test } from 'vitest';
import { isDay } from './day.ts';

test('a day is one that there is', () => {
  expect(['2027-01-31', '2027-02-29', '2028-02-29', '27-1-1'].map(isDay)).toEqual([true, false, true, false]);
});
