import { expect, test } from 'vitest';
import { readReserved } from './reserved.ts';

test.each([
  [`CREATE SUBSCRIPTION s CONNECTION 'host=h' PUBLICATION p WITH (connect = false)`, true],
  [`CREATE SUBSCRIPTION s CONNECTION 'host=h' PUBLICATION p`, false],
  [`ALTER SUBSCRIPTION s SET PUBLICATION p, q WITH (refresh = false)`, true],
  [`ALTER SUBSCRIPTION s SET PUBLICATION p, q`, false],
  [`ALTER SUBSCRIPTION s REFRESH PUBLICATION`, false],
])('only what connects to no publisher is made for an ordinary role: %s', async (sql, isMade) => {
  expect((await readReserved(sql)) !== undefined).toBe(isMade);
});

test.each([
  ['ALTER TEXT SEARCH TEMPLATE t RENAME TO u', true],
  ['ALTER TEXT SEARCH PARSER p SET SCHEMA s', true],
  ['ALTER TABLE t RENAME TO u', false],
  ['ALTER FUNCTION f() SET SCHEMA s', false],
])('templates and parsers of text search get other names for an ordinary role: %s', async (sql, isMade) => {
  expect((await readReserved(sql)) !== undefined).toBe(isMade);
});
