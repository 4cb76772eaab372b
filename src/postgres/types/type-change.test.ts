import { expect, test } from 'vitest';
import { testArena } from '../../../test/judge/arena.ts';
import { conversionOf, isRewriting, isWidening, misfitCondition, refusesNothing } from './type-change.ts';

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
  ['text[]', 'character varying(3)[]', ''],
  ['text[]', 'integer[]', ' USING c::text::integer[]'],
  ['money', 'real', ' USING c::numeric::real'],
  ['bit(4)', 'bit(8)', ' USING c::bit(8)'],
  ['bit(8)', 'bit(4)', ''],
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
  ['int4range', 'int8range', true],
  ['int8range', 'int4range', false],
  ['character(30)', 'character(40)', true],
  ['character(40)', 'character(30)', false],
  ['character varying(30)', 'character(40)', false],
  ['bit varying(3)', 'bit varying(5)', true],
  ['bit varying', 'bit varying(5)', false],
  ['bit(3)', 'bit varying(5)', true],
  ['bit(3)', 'bit(5)', false],
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

/** Values that are written, by the type that they have and the one that they get. */
const changes: readonly (readonly [from: string, to: string, ...values: readonly string[]])[] = [
  ['timestamp without time zone', 'timestamp(6) without time zone', 'infinity'],
  ['timestamp(3) without time zone', 'timestamp(5) without time zone', '2025-01-01 10:00'],
  ['timestamp(5) with time zone', 'timestamp(3) with time zone', '2025-01-01 10:00:00.12345'],
  ['timestamp with time zone', 'date', '2025-01-01 10:00', '-infinity'],
  ['timestamp with time zone', 'time without time zone', '2025-01-01 10:00', 'infinity'],
  ['time without time zone', 'time(6) without time zone', '24:00'],
  ['time without time zone', 'time(2) without time zone', '10:00:00.999'],
  ['interval', 'interval(6)', '1 day'],
  ['interval', 'interval day to hour', '1 year 2 days 03:30'],
  ['interval day to hour', 'interval', '1 year 2 days 03:00'],
  ['interval day to second(3)', 'interval hour to second', '2 days 03:30:01.234'],
  ['interval day to second', 'interval minute to second(4)', '2 days 03:30:01.23456'],
  ['interval year to month', 'interval month', '1 year 2 months'],
  ['interval', 'time without time zone', '-2 days 03:00'],
  ['integer', 'boolean', '7', '-2147483648'],
  ['boolean', 'integer', 'true'],
  ['smallint', 'bit(4)', '-1', '300'],
  ['bigint', 'real', '9223372036854775807'],
  ['double precision', 'numeric', '1e300', 'NaN'],
  ['inet', 'cidr', '10.0.0.1/8'],
  ['jsonb', 'json', '{"a": 1e400}'],
  ['money', 'numeric', '-$1,234.50'],
  ['bit(4)', 'bit varying', '1010'],
  ['text', 'name', 'x'.repeat(70)],
  ['text', 'text[]', '{'],
  ['numeric[]', 'integer[]', '{1.5,NULL}'],
  ['text', 'bit(4)', '1', '10101'],
  ['jsonb', 'smallint', '1.5'],
  ['character(3)', 'character(5)', 'abc', 'a'],
  ['character(3)[]', 'character(5)[]', '{abc,NULL}'],
  ['character varying(3)', 'character(4)', 'abc', 'a '],
  ['bit varying(3)', 'bit varying(5)', '101', ''],
  ['bit(3)', 'bit varying(3)', '101'],
  ['int4range', 'int8range', '[1,5)', '(,2147483647)', 'empty'],
  ['int4multirange', 'int8multirange', '{[1,5),[7,9)}'],
  ['int8range', 'numrange', '[1,5)', '(,)'],
];

test('PostgreSQL writes all rows where that is said, and no value is refused that is said to fit', async () => {
  await using database = await arena.holding('SET lc_monetary = "C"');
  const { session } = database;
  const node = async () =>
    (await session.query<{ at: number }>(`SELECT pg_catalog.pg_relation_filenode('t') AS at`))[0]?.at;
  for (const [from, to, ...values] of changes) {
    const rows = values.map((value) => `('${value}')`).join(', ');
    const { error } = await session.run(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (c ${from}); INSERT INTO t VALUES ${rows}`,
    );
    expect(error, from).toBe(undefined);
    const misfits = refusesNothing(from, to) ? 'false' : misfitCondition(from, to, 'c');
    expect(await session.query(`SELECT c FROM t WHERE ${misfits}`), `${from} to ${to}`).toEqual([]);
    const before = await node();
    const changed = await session.run(`ALTER TABLE t ALTER c TYPE ${to}${conversionOf(from, to, 'c')}`);
    expect(changed.error, `${from} to ${to}`).toBe(undefined);
    expect((await node()) !== before, `${from} to ${to}`).toBe(isRewriting(from, to));
  }
});

test.each([
  ['text', 'integer'],
  ['bigint', 'integer'],
  ['numeric', 'real'],
  ['double precision', 'numeric(8,2)'],
  ['timestamp without time zone', 'time with time zone'],
  ['integer', 'text[]'],
  ['text[]', 'integer[]'],
  ['jsonb', 'boolean'],
  ['text', 'character(5)'],
  ['character varying(5)', 'character(4)'],
])('from %s to %s values may be refused', (from, to) => {
  expect(refusesNothing(from, to)).toBe(false);
});

test('values are counted that PostgreSQL refuses, of arrays and of money too', async () => {
  await using database = await arena.holding(
    `SET lc_monetary = 'C'; CREATE TABLE t (a text[], b money, c jsonb, d numeric[]);
     INSERT INTO t VALUES ('{ab,abcd}', '3000000000', '1', '{1e10}'), ('{abc}', '1.50', 'true', '{1.5}')`,
  );
  const count = async (column: string, from: string, to: string) => {
    const condition = misfitCondition(from, to, column);
    return (await database.session.query(`SELECT FROM t WHERE ${condition}`)).length;
  };
  expect(await count('a', 'text[]', 'character varying(3)[]')).toBe(1);
  expect(await count('b', 'money', 'integer')).toBe(1);
  expect(await count('b', 'money', 'character varying(5)')).toBe(1);
  expect(await count('c', 'jsonb', 'boolean')).toBe(1);
  expect(await count('d', 'numeric[]', 'integer[]')).toBe(1);
});
