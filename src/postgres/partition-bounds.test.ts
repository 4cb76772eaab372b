import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { belonging, holdsAllOf, mayShareRows } from './partition-bounds.ts';

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
    const others = read.map(({ bound }) => bound).filter((bound) => bound !== 'DEFAULT');
    for (const { name, bound } of read) {
      const condition = belonging({ name: 'public."The Whole"', key: written }, bound, others);
      const wrong = await database.session.query(
        `SELECT tableoid::regclass::text AS there, a, b FROM "The Whole" WHERE ((${condition}) IS TRUE) <> (tableoid = '${name}'::regclass)`,
      );
      expect(wrong, `${name}: ${condition}`).toEqual([]);
    }
  },
);

test('of a key with an operator class of its own nothing is said', () => {
  const whole = { name: 'public.t', key: 'RANGE (a, b text_pattern_ops)' };
  expect(belonging(whole, "FOR VALUES FROM (1, 'a') TO (2, 'b')", [])).toBeUndefined();
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
      const is = (bound: string) => belonging({ name: 'public.h', key: `${key(bound)} (a)` }, bound, []);
      const [row] = await database.session.query<{ shared: number; more: number }>(
        `SELECT count(*) FILTER (WHERE (${is(one)}) AND (${is(two)}))::int AS shared,
           count(*) FILTER (WHERE (${is(two)}) AND (${is(one)}) IS NOT TRUE)::int AS more FROM n`,
      );
      const [mayShare, holdsAll] = [mayShareRows(one, two, ['integer']), holdsAllOf(one, two, ['integer'])];
      expect(mayShare, `${one}, ${two}`).toBe(row!.shared > 0);
      if (key(one) !== 'HASH') expect(holdsAll, `${one}, ${two}`).toBe(row!.more === 0);
      if (!mayShare) told.apart += 1;
      if (holdsAll) told.within += 1;
    }
  expect(told.apart).toBeGreaterThan(20);
  expect(told.within).toBeGreaterThan(bounds.length);
});

test('of values whose order only PostgreSQL knows, nothing is said', () => {
  const [a, b] = ["FOR VALUES FROM ('a') TO ('b')", "FOR VALUES FROM ('c') TO ('d')"];
  expect(mayShareRows(a, b, ['text'])).toBe(true);
  expect(holdsAllOf(a, b, ['text'])).toBe(false);
  const [days, later] = [
    "FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
    "FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')",
  ];
  expect(mayShareRows(days, later, ['date'])).toBe(false);
  const long = (last: number) => `FOR VALUES FROM ('9007199254740993') TO ('900719925474099${last}')`;
  expect(mayShareRows(long(2), long(4), ['bigint'])).toBe(true);
  const digits = (last: string) => `FOR VALUES FROM ('1') TO ('${last}')`;
  expect(holdsAllOf(digits('10'), digits('5'), ['integer'])).toBe(true);
  expect(holdsAllOf(digits('10'), digits('5'), ['text'])).toBe(false);
  expect(holdsAllOf(digits('10'), digits('5'), [undefined])).toBe(false);
});
