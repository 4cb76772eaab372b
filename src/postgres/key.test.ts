import { expect, test } from 'vitest';
import { readCheck } from './check.ts';
import { isWithoutOverlaps, readKey } from './key.ts';

test('a key is read with its columns as SQL writes them', () => {
  expect(
    readKey('UNIQUE NULLS NOT DISTINCT (a, "b, (c") INCLUDE ("d""(") DEFERRABLE INITIALLY DEFERRED'),
  ).toEqual({
    isPrimary: false,
    hasEqualNulls: true,
    columns: ['a', '"b, (c"'],
    included: ['"d""("'],
    rest: ' DEFERRABLE INITIALLY DEFERRED',
  });
  expect(readKey('PRIMARY KEY (id)')).toEqual({
    isPrimary: true,
    hasEqualNulls: false,
    columns: ['id'],
    included: [],
    rest: '',
  });
});

test('a key over periods is told', () => {
  expect(isWithoutOverlaps(readKey('PRIMARY KEY (id, at WITHOUT OVERLAPS)')!)).toBe(true);
  expect(isWithoutOverlaps(readKey('PRIMARY KEY (id, "at WITHOUT OVERLAPS")')!)).toBe(false);
});

test('no other constraint is a key', () => {
  expect(readKey("CHECK (note <> 'UNIQUE (a)')")).toBeUndefined();
  expect(readKey('FOREIGN KEY (a) REFERENCES t(a)')).toBeUndefined();
});

test('the expression of a check is read', () => {
  expect(readCheck("CHECK ((note <> ')'::text)) NO INHERIT")).toBe("(note <> ')'::text)");
  expect(readCheck('NOT NULL a')).toBeUndefined();
});
