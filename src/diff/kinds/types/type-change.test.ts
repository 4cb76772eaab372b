import { expect, test } from 'vitest';
import { testArena } from '../../../../test/judge/arena.ts';
import { conversionOf, isRewriting, isWidening, misfitCondition } from './type-change.ts';

const arena = testArena();

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
  ['oid', 'regtype', ' USING c::regtype'],
  ['regproc', 'regprocedure', ' USING c::oid::regprocedure'],
  ['time with time zone', 'interval', ' USING c::time without time zone::interval'],
])('from %s to %s PostgreSQL is told%s', (from, to, using) => {
  expect(conversionOf(from, to, 'c')).toBe(using);
});

test('every cast between built-in types that PostgreSQL has is taken, but for those of one version', async () => {
  await using database = await arena.holding('CREATE TABLE t ()');
  const casts = await database.session.query<{ from: string; to: string }>(
    `SELECT format_type(castsource, NULL) AS from, format_type(casttarget, NULL) AS to FROM pg_cast c
     JOIN pg_type s ON s.oid = castsource JOIN pg_type t ON t.oid = casttarget
     WHERE castsource <> casttarget AND NOT ARRAY[s.typname, t.typname] && ARRAY['bytea', 'pg_node_tree']::name[] AND s.typname !~ '^pg_'`,
  );
  expect(casts.length).toBeGreaterThan(150);
  for (const { from, to } of casts) {
    const using = conversionOf(from, to, 'c');
    expect(using, `${from} to ${to}`).not.toContain('::text::');
    const { error } = await database.session.run(
      `ALTER TABLE t ADD c ${from}; ALTER TABLE t ALTER c TYPE ${to}${using}; ALTER TABLE t DROP c`,
    );
    expect(error, `${from} to ${to}${using}`).toBeUndefined();
  }
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
