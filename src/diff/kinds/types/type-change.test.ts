import { expect, test } from 'vitest';
import { conversionOf, isRewriting, isWidening, misfitCondition } from './type-change.ts';

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
  ['public.hstore', 'jsonb', ' USING c::jsonb'],
  ['daterange', 'datemultirange', ' USING c::datemultirange'],
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
  ['xml', 'text', false],
  ['public.citext', 'text', false],
])('from %s to %s all rows are written: %s', (from, to, rewrites) => {
  expect(isRewriting(from, to)).toBe(rewrites);
});

test.each([
  ['smallint', 'integer', true],
  ['integer', 'bigint', true],
  ['bigint', 'integer', false],
  ['integer', 'numeric', true],
  ['bigint', 'numeric(10,2)', false],
  ['integer', 'numeric(12,2)', true],
  ['numeric(10,2)', 'numeric(12,2)', true],
  ['numeric(10,2)', 'numeric(10,3)', false],
  ['numeric(10,4)', 'numeric(12,2)', false],
  ['character varying(10)', 'character varying(20)', true],
  ['character varying(20)', 'character varying(10)', false],
  ['jsonb', 'text', true],
  ['text', 'uuid', false],
  ['date', 'timestamp with time zone', true],
  ['bigint', 'double precision', false],
  ['int4range', 'int4multirange', true],
])('every value of %s fits %s: %s', (from, to, fits) => {
  expect(isWidening(from, to)).toBe(fits);
});

test.each([
  ['text', 'character varying(10)', 'length(c) > 10'],
  ['bigint', 'integer', 'c NOT BETWEEN -2147483648 AND 2147483647'],
  ['text', 'uuid', "NOT pg_input_is_valid(c::text, 'uuid')"],
  ['numeric', 'numeric(4,2)', "NOT pg_input_is_valid(c::text, 'numeric(4,2)')"],
  ['money', 'numeric(4,2)', "NOT pg_input_is_valid(c::numeric::text, 'numeric(4,2)')"],
])('what of %s does not fit %s is counted by %s', (from, to, condition) => {
  expect(misfitCondition(from, to, 'c')).toBe(condition);
});
