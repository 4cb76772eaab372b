import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkShape, keysOf, replayShape } from './json-shape.ts';
import { directory, repository, strata } from './strata.ts';

test('strata check --json has the documented shape, for what is right and what is wrong', async () => {
  const { code, stdout } = await strata([
    'check',
    '--json',
    'systems',
    'cases/incidents/stale-columns',
    'cases/failures/consequences',
    'cases/failures/inside-do-block',
  ]);
  expect(code).toBe(1);
  const report = checkShape.parse(JSON.parse(stdout));
  expect(report.ok).toBe(false);
  const [first] = report.projects.find(({ dir }) => dir.endsWith('stale-columns'))?.findings ?? [];
  expect(first).toMatchObject({
    rule: 'undefined-column',
    severity: 'error',
    file: 'prisma/migrations/20260201000000_add_fts_indexes/migration.sql',
    line: 5,
    column: 28,
    migration: '20260201000000_add_fts_indexes',
    statement: 3,
  });
  expect(first?.hint).toContain('score3');
});

test('strata replay --json adds the trace, statement by statement', async () => {
  const { code, stdout } = await strata(['replay', '--json', 'systems/descriptors']);
  expect(code).toBe(0);
  const { projects } = replayShape.parse(JSON.parse(stdout));
  const trace = projects[0]?.trace;
  expect(trace?.migrations).toHaveLength(projects[0]?.migrations ?? 0);
  expect(
    trace?.migrations.flatMap(({ statements }) => statements.flatMap(({ locks }) => locks)).length,
  ).toBeGreaterThan(0);
});

test('the trace of a failing history holds what the server said', async () => {
  const { code, stdout } = await strata(['replay', '--json', 'cases/failures/inside-do-block']);
  expect(code).toBe(1);
  const statements = replayShape.parse(JSON.parse(stdout)).projects[0]?.trace?.migrations[1]?.statements;
  expect(statements?.[0]?.error).toMatchObject({ code: '42703' });
});

test('a project of another database beside one of PostgreSQL has null where nothing is known', async () => {
  using both = directory({
    'shop/prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
    'shop/prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
    'shop/prisma/migrations/1_init/migration.sql': 'CREATE TABLE t (a int);',
    'web/supabase/migrations/20240101000000_init.sql': 'CREATE TABLE t (a int);',
  });
  const { stdout } = await strata(['check', '--json'], { cwd: both.path });
  const { projects } = checkShape.parse(JSON.parse(stdout));
  expect(projects.map(({ engine }) => engine === null).sort()).toEqual([false, true]);
});

test('docs/json.md describes every key', () => {
  const page = readFileSync(join(repository, 'docs/json.md'), 'utf8');
  const missing = [...keysOf(replayShape)].filter((key) => !page.includes(`\`${key}\``));
  expect(missing).toEqual([]);
});
