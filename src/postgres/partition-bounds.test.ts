import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { belonging } from './partition-bounds.ts';

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
