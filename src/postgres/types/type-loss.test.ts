import { expect, test } from 'vitest';
import { lossOf } from './type-loss.ts';

test.each([
  ['numeric(12,4)', 'numeric(12,2)', 'are rounded to 2 decimals'],
  ['numeric(12,4)[]', 'numeric(12,2)[]', 'are rounded to 2 decimals'],
  ['integer', 'numeric(12,-2)', 'are rounded to multiples of 100'],
  ['numeric', 'integer', 'are rounded to whole numbers'],
  ['jsonb', 'integer', 'are rounded to whole numbers'],
  ['double precision', 'numeric(10,2)', 'are rounded to 2 decimals'],
  ['double precision', 'numeric', 'keep fifteen digits only'],
  ['double precision', 'real', 'keep six digits only'],
  ['real', 'numeric', 'keep six digits only'],
  ['numeric', 'money', 'are rounded to what money holds'],
  ['integer', 'boolean', 'only keep whether they are 0'],
  ['integer', 'bit(4)', 'only keep their last 4 bits'],
  ['text', 'numeric(10,2)', 'are rounded to 2 decimals'],
  ['timestamp with time zone', 'date', 'lose their time of day'],
  ['timestamp without time zone', 'time without time zone', 'lose their day'],
  ['interval', 'time without time zone', 'lose whole days'],
  ['interval', 'interval day to hour', 'only keep what interval day to hour holds'],
  ['time with time zone', 'time without time zone', 'lose their zone'],
  ['timestamp without time zone', 'timestamp(3) without time zone', 'are rounded to 3 digits of a second'],
  ['time without time zone', 'time(0) without time zone', 'are rounded to whole seconds'],
  ['inet', 'cidr', 'lose what is right of their netmask'],
  ['text', 'name', 'are cut to 63 bytes'],
  ['text', '"char"', 'are cut to one byte'],
  ['text', 'bit(3)', 'are cut or filled to 3 bits'],
  ['character varying(9)', 'character varying(3)[]', 'are cut to 3 characters'],
])('values that go from %s to %s %s', (from, to, what) => {
  expect(lossOf(from, to, 'c')?.what).toBe(what);
});

test.each([
  ['integer', 'bigint'],
  ['smallint', 'real'],
  ['integer', 'numeric(12,2)'],
  ['numeric(10,2)', 'numeric(12,2)'],
  ['text', 'character varying(10)'],
  ['date', 'timestamp(0) without time zone'],
  ['timestamp(0) without time zone', 'timestamp(6) without time zone'],
  ['time(3) without time zone', 'time without time zone'],
  ['cidr', 'inet'],
  ['name', 'text'],
])('values that go from %s to %s keep all they have', (from, to) => {
  expect(lossOf(from, to, 'c')).toBeUndefined();
});
