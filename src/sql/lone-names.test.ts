import { beforeAll, expect, test } from 'vitest';
import { loneNames } from './lone-names.ts';
import { loadParser } from './parse.ts';

beforeAll(loadParser);

test.each([
  ['SELECT t.a, b FROM t WHERE c = 1', ['b', 'c']],
  ['INSERT INTO t (a) VALUES (b) ON CONFLICT (c) DO UPDATE SET d = EXCLUDED.e RETURNING f', ['b', 'c', 'f']],
  ['UPDATE t SET a = b + 1 WHERE c IS NULL', ['b', 'c']],
  ['SELECT a AS b FROM t JOIN u USING (c) GROUP BY d, e + 1 ORDER BY f, g + 1', ['a', 'e', 'g']],
  ['SELECT DISTINCT ON (a) x(b) OVER (ORDER BY c) FROM t', ['b']],
  ['SELECT FROM', []],
])('names stand alone in %s', (sql, names) => {
  expect([...loneNames(sql)].sort()).toEqual(names);
});
