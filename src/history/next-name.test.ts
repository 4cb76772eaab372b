import { describe, expect, test } from 'vitest';
import { nameInPlaceOf, nextNames, slugOf } from './next-name.ts';

const now = new Date('2026-03-04T05:06:07.089Z');

const cases: readonly (readonly [string, readonly string[], string])[] = [
  ['nothing', [], '20260304050607_x'],
  ['a time', ['20250101000000_init'], '20260304050607_x'],
  ['a time in the future', ['20270101235959_init'], '20270102000000_x'],
  ['a time to the minute', ['202501010000_init'], '202603040506_x'],
  ['a time to the millisecond', ['20250101000000000_init'], '20260304050607089_x'],
  ['a date', ['20250101_init'], '20260304050607_x'],
  ['a dashed time', ['2025-01-01-000000_init'], '2026-03-04-050607_x'],
  ['a dashed date', ['2025-01-31_init'], '2026-03-04_x'],
  ['a dashed date in the future', ['2027-01-31_init'], '2027-02-01_x'],
  ['seconds since 1970', ['1700000000_init'], '1772600767_x'],
  ['milliseconds since 1970', ['1700000000000-init'], '1772600767089-x'],
  ['a number', ['1_init', '2_more', '9_last'], '10_x'],
  ['a number with zeros', ['0001-init', '0099-last'], '0100-x'],
  ['a version', ['V1__init', 'V1.10__last'], 'V1.11__x'],
  ['a version of several parts', ['V1_2_9__last'], 'V1_2_10__x'],
  ['a number, not a year in the words', ['001_init', '002_2026_budget'], '003_x'],
  ['a word and a number', ['migration-3_init'], 'migration-4_x'],
  ['numbers alone', ['p1', 'p2', 'p10'], 'p11_x'],
  ['a name without a number at its end', ['001_init', 'seed'], '002_x'],
];

describe('a new migration is named after', () => {
  test.each(cases)('%s', (_title, existing, wanted) => {
    expect(nextNames(existing, 'x', 1, now)).toEqual([wanted]);
  });
});

test.each([
  ['9_i', '9_all_of_it'],
  ['3.add', '3.all_of_it'],
  ['002_2026_budget', '002_all_of_it'],
  ['2025-01-31-init', '2025-01-31-all-of-it'],
  ['V1_2__last', 'V1_2__all_of_it'],
  ['last', undefined],
])('what stands in the place of %s is %s', (name, wanted) => {
  expect(nameInPlaceOf(name, 'all_of_it')).toBe(wanted);
});

test('several new migrations have rising numbers', () => {
  expect(nextNames(['009-a'], 'x', 2, now)).toEqual(['010-x-1', '011-x-2']);
  expect(nextNames([], 'x', 2, now)).toEqual(['20260304050607_x_1', '20260304050608_x_2']);
});

test('a name becomes what every file system takes', () => {
  expect(slugOf('  Add "badges" & Größen/../x  ')).toBe('add_badges_großen_x');
  expect(() => slugOf('../')).toThrow('is not a name for a migration');
});
