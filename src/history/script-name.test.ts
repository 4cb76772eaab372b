import { expect, it } from 'vitest';
import {
  compareNumbered,
  isByNameNoMigration,
  isNumbered,
  leadingVersion,
  parseNames,
} from './script-name.ts';

const order = (...names: readonly string[]) => [...names].reverse().sort(compareNumbered);

it('orders by numbers, not by text', () => {
  expect(order('1_a', '2_a', '10_a')).toEqual(['1_a', '2_a', '10_a']);
  expect(order('1.9_a', '1.10_a')).toEqual(['1.9_a', '1.10_a']);
  expect(order('v1', 'v2', 'v10')).toEqual(['v1', 'v2', 'v10']);
  expect(order('001_a', '001_b')).toEqual(['001_a', '001_b']);
});

it('orders a date before the times of that day, and after those of the days before', () => {
  const names = ['20240104235959_a', '20240105_b', '20240105120000_c'];
  expect(order(...names)).toEqual(names);
});

it('knows which names are numbered, and which say that they are no migration', () => {
  expect(['001_a', 'v2', 'migration-3', 'V1__a'].every(isNumbered)).toBe(true);
  expect(['add_2fa', 'users_2', 'init'].some(isNumbered)).toBe(false);
  expect(['schema.sql', 'dev-seed.sql', 'structure.sql'].every(isByNameNoMigration)).toBe(true);
  expect(['001_schema.sql', 'users.sql'].some(isByNameNoMigration)).toBe(false);
});

it('takes a number for a version, and a date not', () => {
  expect(leadingVersion('0007_a')).toBe('7');
  expect(leadingVersion('20240105120000_a')).toBe('20240105120000');
  expect(leadingVersion('20240105_a')).toBeNull();
  expect(leadingVersion('2024-01-05-000000_a')).toBeNull();
  expect(leadingVersion('init')).toBeNull();
});

it.each([
  ['001_a.up.sql', '001_a', 'up'],
  ['001_a.tx.up.sql', '001_a', 'up'],
  ['001_a.down.sql', '001_a', 'down'],
  ['001_a.rollback.sql', '001_a', 'down'],
  ['001.do.a.sql', '001.a', 'up'],
  ['001.undo.a.sql', '001.a', 'down'],
])('tells the direction of %s', (name, stem, direction) => {
  expect(parseNames([name])).toEqual([{ name, stem, direction, isMarked: true }]);
});

it('takes x_up for a direction only beside x_down', () => {
  expect(parseNames(['scale_up.sql'])[0]).toMatchObject({ stem: 'scale_up', isMarked: false });
  expect(parseNames(['1_a-up.sql', '1_a-down.sql'])).toMatchObject([
    { stem: '1_a', direction: 'up' },
    { stem: '1_a', direction: 'down' },
  ]);
});
