import { expect, test } from 'vitest';
import { adaptSql } from './stand-ins.ts';

/** The text without the blanks that adapting leaves, for reading. */
const squeezed = (text: string) => adaptSql(text).replace(/\s+/g, ' ').trim();

test('every offset and line break stays', () => {
  const text =
    'CREATE EXTENSION vector VERSION \'0.7\';\r\nCREATE INDEX i ON "tä" USING hnsw (e vector_l2_ops)\r\n  WITH (m = 16,\r\n  ef_construction = 64);\r\nSELECT 1;';
  const adapted = adaptSql(text);
  expect(adapted).toHaveLength(text.length);
  expect([...adapted.matchAll(/\r\n/g)].map((m) => m.index)).toEqual(
    [...text.matchAll(/\r\n/g)].map((m) => m.index),
  );
  expect(adapted.indexOf('SELECT 1')).toBe(text.indexOf('SELECT 1'));
});

test.each([
  [
    'CREATE EXTENSION IF NOT EXISTS "pg_net" WITH SCHEMA "x" VERSION \'0.7.1\' CASCADE;',
    'CREATE EXTENSION IF NOT EXISTS "pg_net" WITH SCHEMA "x" CASCADE;',
  ],
  ['create extension pg_cron with schema extensions;', 'create extension pg_cron with ;'],
  ["alter extension vector update to '0.8.0';", 'alter extension vector update ;'],
  [
    'CREATE INDEX i ON t USING hnsw ((e::vector(3)) vector_l2_ops) WITH (m=16) WHERE e IS NOT NULL',
    'CREATE INDEX i ON t USING hnsw ((e::vector(3)) vector_l2_ops) WHERE e IS NOT NULL',
  ],
  [
    'CREATE INDEX i ON t USING gin (e) WITH (fastupdate = off)',
    'CREATE INDEX i ON t USING gin (e) WITH (fastupdate = off)',
  ],
  ['ALTER INDEX i SET (m = 4); SELECT 1', 'SELECT 1'],
  ['GRANT ALL ON FUNCTION "x"."vector_in"("cstring", "oid", integer) TO "anon"; SELECT 1', 'SELECT 1'],
  [
    "COMMENT ON FUNCTION public.st_makepoint(double precision, double precision) IS 'args: x; y'; SELECT 1",
    'SELECT 1',
  ],
  [
    'CREATE FUNCTION vector_search(q vector) RETURNS int RETURN 1; GRANT ALL ON FUNCTION vector_search(vector) TO anon;',
    'CREATE FUNCTION vector_search(q vector) RETURNS int RETURN 1; GRANT ALL ON FUNCTION vector_search(vector) TO anon;',
  ],
  ['ALTER FUNCTION avg_sale(int) OWNER TO anon;', 'ALTER FUNCTION avg_sale(int) OWNER TO anon;'],
  ['ALTER TABLE t SET (timescaledb.compress); SELECT 1', 'SELECT 1'],
  ['ALTER TABLE t RESET (timescaledb.compress); SELECT 1', 'SELECT 1'],
  ['ALTER TABLE t SET (fillfactor = 9); SELECT 1', 'ALTER TABLE t SET (fillfactor = 9); SELECT 1'],
  [
    'CREATE TABLE t (a int) WITH (tsdb.hypertable, fillfactor=9, tsdb.x=(1), autovacuum_enabled=off)',
    'CREATE TABLE t (a int) WITH ( fillfactor=9, autovacuum_enabled=off)',
  ],
  [
    'CREATE MATERIALIZED VIEW v WITH (timescaledb.continuous) AS SELECT 1 WITH NO DATA',
    'CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA',
  ],
])('%s', (text, expected) => {
  expect(squeezed(text)).toBe(expected);
});

test('what runs is adapted, what is kept is not', () => {
  const index = 'CREATE INDEX i ON t USING hnsw (e vector_l2_ops) WITH (m = 16)';
  const kept = [
    `INSERT INTO notes VALUES ('${index}')`,
    `-- ${index}\nSELECT 1`,
    `CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE '${index}'; END $$`,
    `CREATE FUNCTION f() RETURNS void AS $body$ ${index} $body$ LANGUAGE sql`,
  ];
  for (const text of kept) expect(adaptSql(text)).toBe(text);
  const blanked = ' '.repeat('WITH (m = 16)'.length);
  for (const before of [
    'DO $$ BEGIN ',
    'DO -- now\n$$ BEGIN ',
    "DO 'BEGIN ",
    "DO LANGUAGE plpgsql $x$ BEGIN EXECUTE '",
    "/* was: /* old */ don't use */ ",
    'SELECT a$b$c FROM t; ',
  ]) {
    expect(adaptSql(`${before}${index}`)).toBe(before + index.replace('WITH (m = 16)', blanked));
  }
});

test('a text of several megabytes takes a moment only', () => {
  const text = `${"INSERT INTO t VALUES ('with (x)', 'a''b');\n".repeat(50_000)}CREATE EXTENSION vector VERSION '1';`;
  const before = process.cpuUsage();
  expect(adaptSql(text)).toHaveLength(text.length);
  // Processor time, since a busy machine takes its time: about 0.1 s where it is linear, minutes where it is not.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
});
