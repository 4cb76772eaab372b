import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { areHeldBy, type Bound, mayShareRows, readBound } from './partition-bounds.ts';
import { belonging } from './partition-condition.ts';

const arena = testArena();

const wholes: readonly (readonly [key: string, partitions: readonly string[], rows: string])[] = [
  [
    'RANGE (a, b)',
    [
      'FROM (MINVALUE, MINVALUE) TO (1, MINVALUE)',
      "FROM (1, MINVALUE) TO (1, 'k')",
      "FROM (1, 'k') TO (3, 'b')",
      "FROM (3, 'b') TO (3, MAXVALUE)",
      'FROM (4, MINVALUE) TO (MAXVALUE, MAXVALUE)',
    ],
    "SELECT a, b FROM generate_series(0, 6) a, unnest(ARRAY['', 'a', 'b', 'k', 'z', NULL]) b",
  ],
  [
    'LIST (lower(b))',
    ["IN ('a', 'o''x')", "IN ('b', NULL)", "IN ('c)')"],
    "SELECT 1, unnest(ARRAY['A', 'b', 'C)', 'O''X', 'd', NULL])",
  ],
  [
    'HASH (a, b)',
    ['WITH (modulus 2, remainder 0)', 'WITH (modulus 4, remainder 1)', 'WITH (modulus 4, remainder 3)'],
    'SELECT a, a::text FROM generate_series(1, 20) a',
  ],
  [
    'RANGE (b COLLATE "C", ((a + 1)))',
    ["FROM ('B', 1) TO ('b', 1)"],
    "SELECT 0, unnest(ARRAY['A', 'B', 'a', 'b'])",
  ],
];

test.each(wholes)(
  'rows belong to the partitions of %s into which PostgreSQL puts them',
  async (key, partitions, rows) => {
    const bounds = [...partitions, ...(key.startsWith('HASH') ? [] : ['DEFAULT'])];
    const create = bounds.map((bound, i) => {
      const values = bound === 'DEFAULT' ? bound : `FOR VALUES ${bound}`;
      return `CREATE TABLE "p${i}" PARTITION OF "The Whole" ${values};`;
    });
    await using database = await arena.holding(
      `CREATE TABLE "The Whole" (a int, b text) PARTITION BY ${key}; ${create.join('')} INSERT INTO "The Whole" ${rows}`,
    );
    const [{ written } = { written: '' }] = await database.session.query<{ written: string }>(
      `SELECT pg_get_partkeydef('"The Whole"'::regclass) AS written`,
    );
    const read = await database.session.query<{ name: string; bound: string }>(
      `SELECT relname AS name, pg_get_expr(relpartbound, oid) AS bound FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1`,
    );
    const others = read.map(({ bound }) => readBound(bound));
    for (const { name, bound } of read) {
      const condition = belonging({ name: 'public."The Whole"', key: written }, readBound(bound), others);
      const wrong = await database.session.query(
        `SELECT tableoid::regclass::text AS there, a, b FROM "The Whole" WHERE ((${condition}) IS TRUE) <> (tableoid = '${name}'::regclass)`,
      );
      expect(wrong, `${name}: ${condition}`).toEqual([]);
    }
  },
);

test('of a key with an operator class of its own nothing is said', () => {
  const whole = { name: 'public.t', key: 'RANGE (a, b text_pattern_ops)' };
  expect(belonging(whole, readBound("FOR VALUES FROM (1, 'a') TO (2, 'b')"), [])).toBeUndefined();
});

test('what two bounds say of each other is true of the rows', async () => {
  const key = (bound: string) =>
    ({ FROM: 'RANGE', IN: 'LIST', WITH: 'HASH' })[/\b(FROM|IN|WITH)\b/.exec(bound)![1]!];
  const bounds = [
    ...[
      "FROM ('-5') TO (0)",
      'FROM (0) TO (10)',
      'FROM (9) TO (10)',
      'FROM (MINVALUE) TO (9)',
      'FROM (10) TO (MAXVALUE)',
    ],
    ...['IN (1, 2)', 'IN (2)', 'IN (NULL, 3)', 'IN (3, 2, 1, NULL)'],
    ...[0, 1, 2, 3].map((remainder) => `WITH (modulus 4, remainder ${remainder})`),
    ...[0, 5].map((remainder) => `WITH (modulus 6, remainder ${remainder})`),
  ].map((bound) => `FOR VALUES ${bound}`);
  await using database = await arena.holding(
    'CREATE TABLE h (a int) PARTITION BY HASH (a); CREATE TABLE n AS SELECT generate_series(-20, 60) AS a UNION ALL SELECT NULL',
  );
  const told = { apart: 0, within: 0 };
  for (const one of bounds)
    for (const two of bounds.filter((other) => key(other) === key(one))) {
      const [first, second] = [readBound(one), readBound(two)];
      const is = (bound: Bound) => belonging({ name: 'public.h', key: `${key(one)} (a)` }, bound, []);
      const [row] = await database.session.query<{ shared: number; more: number }>(
        `SELECT count(*) FILTER (WHERE (${is(first)}) AND (${is(second)}))::int AS shared,
           count(*) FILTER (WHERE (${is(second)}) AND (${is(first)}) IS NOT TRUE)::int AS more FROM n`,
      );
      const mayShare = mayShareRows(first, second, ['integer']);
      const holdsAll = areHeldBy(second, [first], ['integer']);
      expect(mayShare, `${one}, ${two}`).toBe(row!.shared > 0);
      expect(holdsAll, `${one}, ${two}`).toBe(row!.more === 0);
      if (!mayShare) told.apart += 1;
      if (holdsAll) told.within += 1;
    }
  expect(told.apart).toBeGreaterThan(20);
  expect(told.within).toBeGreaterThan(bounds.length);
});

test('of values whose order only PostgreSQL knows, nothing is said', () => {
  const range = (first: string, last: string) => readBound(`FOR VALUES FROM ('${first}') TO ('${last}')`);
  expect(mayShareRows(range('a', 'b'), range('c', 'd'), ['text'])).toBe(true);
  expect(areHeldBy(range('c', 'd'), [range('a', 'b')], ['text'])).toBe(false);
  const [days, later] = [range('2024-01-01', '2024-02-01'), range('2024-02-01', '2024-03-01')];
  expect(mayShareRows(days, later, ['date'])).toBe(false);
  const long = (last: number) => range('9007199254740993', `900719925474099${last}`);
  expect(mayShareRows(long(2), long(4), ['bigint'])).toBe(true);
  expect(areHeldBy(range('1', '5'), [range('1', '10')], ['integer'])).toBe(true);
  expect(areHeldBy(range('1', '5'), [range('1', '10')], ['text'])).toBe(false);
  expect(areHeldBy(range('1', '5'), [range('1', '10')], [undefined])).toBe(false);
  expect(areHeldBy(range('a', 'b'), [range('a', 'b')], ['text'])).toBe(true);
  const zoned = ['timestamp with time zone'];
  const day = (at: string) => range(at, '2024-01-03 00:00:00+00');
  expect(areHeldBy(day('2024-01-02 00:00:00+02'), [day('2024-01-01 16:29:00-05:30')], zoned)).toBe(true);
  expect(areHeldBy(day('2024-01-02 00:00:00+02'), [day('2024-01-01 22:00:01+00')], zoned)).toBe(false);
  expect(areHeldBy(day('2024-01-02'), [day('2024-01-01')], zoned)).toBe(false);
});

test('values of a list that are written otherwise may be equal', () => {
  const list = (value: string) => readBound(`FOR VALUES IN (${value}, NULL)`);
  const apart = (one: string, two: string, type?: string) =>
    !mayShareRows(readBound(`FOR VALUES IN (${one})`), list(two), [type]);
  expect(apart("'eu'", "'us'", 'text')).toBe(true);
  expect(apart("'eu'", "'EU'", 'enum')).toBe(true);
  expect(apart("'eu'", "'EU'", 'public.citext')).toBe(false);
  expect(apart("'eu'", "'us'")).toBe(false);
  expect(apart('1.0', '1.00', 'numeric(5,2)')).toBe(false);
  expect(apart('1.0', '2.0', 'numeric')).toBe(true);
  expect(apart('NULL', "'us'", 'interval')).toBe(false);
  expect(mayShareRows(readBound('FOR VALUES IN (NULL)'), readBound("FOR VALUES IN ('us')"), [])).toBe(false);
});

test('partitions hold together what none of them holds alone', () => {
  const range = (first: string, last: string) => readBound(`FOR VALUES FROM (${first}) TO (${last})`);
  const held = (bound: Bound, others: readonly Bound[]) => areHeldBy(bound, others, ['integer', 'integer']);
  const [low, middle, high] = [range('MINVALUE', '3'), range('3', '7'), range('9', 'MAXVALUE')];
  expect(held(range('0', '7'), [high, middle, low])).toBe(true);
  expect(held(range('0', '8'), [high, middle, low])).toBe(false);
  expect(held(range('0', '9'), [high, middle, low])).toBe(false);
  expect(held(range('MINVALUE', 'MAXVALUE'), [high, range('2', '9'), low])).toBe(true);
  expect(held(range('1, 0', '1, 2'), [range('1, 1', '2, MINVALUE'), range('1, MINVALUE', '1, 1')])).toBe(
    true,
  );
  const list = (...values: string[]) => readBound(`FOR VALUES IN (${values.join(', ')})`);
  expect(held(list('1', 'NULL'), [list('1', '2'), list('NULL')])).toBe(true);
  expect(held(list('1', '3'), [list('1', '2'), list('NULL')])).toBe(false);
  expect(held(readBound('DEFAULT'), [readBound('DEFAULT')])).toBe(false);
  const hash = (modulus: number, remainder: number) =>
    readBound(`FOR VALUES WITH (modulus ${modulus}, remainder ${remainder})`);
  expect(held(hash(4, 3), [hash(2, 0), hash(2, 1)])).toBe(true);
  expect(held(hash(2, 1), [hash(2, 0), hash(4, 1), hash(12, 3), hash(12, 7), hash(12, 11)])).toBe(true);
  expect(held(hash(2, 1), [hash(2, 0), hash(4, 1), hash(12, 3), hash(12, 7)])).toBe(false);
});
