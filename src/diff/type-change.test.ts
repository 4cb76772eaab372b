import { expect, test } from 'vitest';
import { conversionOf, isRewriting } from './type-change.ts';

test.each([
  ['integer', 'bigint', ''],
  ['bigint', 'integer', ''],
  ['integer', 'text', ''],
  ['text', 'character varying(10)', ''],
  ['text', 'integer', ' USING c::integer'],
  ['text', 'public.mood', ' USING c::public.mood'],
  ['integer', 'boolean', ' USING c::boolean'],
  ['integer', 'integer[]', ' USING ARRAY[c]::integer[]'],
  ['public.mood', 'public.state', ' USING c::text::public.state'],
])('from %s to %s PostgreSQL is told%s', (from, to, using) => {
  expect(conversionOf(from, to, 'c')).toBe(using);
});

test.each([
  ['character varying(10)', 'character varying(20)', false],
  ['character varying(20)', 'character varying(10)', true],
  ['character varying(20)', 'text', false],
  ['text', 'character varying(20)', true],
  ['numeric(10,2)', 'numeric(12,2)', false],
  ['numeric(10,2)', 'numeric(12,3)', true],
  ['numeric(10,2)', 'numeric', false],
  ['integer', 'bigint', true],
  ['cidr', 'inet', false],
])('from %s to %s all rows are written: %s', (from, to, rewrites) => {
  expect(isRewriting(from, to)).toBe(rewrites);
});
