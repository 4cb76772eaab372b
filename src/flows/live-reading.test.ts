import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { openLive } from '../live/open.ts';
import { judgeHazards } from './hazards/preflight.ts';
import { loadTableSizes, readTableSizes, sizeOfTable } from './hazards/table-sizes.ts';
import { findOrphans } from './orphans.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} }, snapshots: [] });
  await using session = await engine.main.connect('owner');
  await session.query(`
    CREATE TABLE scenarios (id bigint PRIMARY KEY);
    CREATE TABLE "Demand" (id bigint PRIMARY KEY, "scenarioId" bigint);
    CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    INSERT INTO scenarios SELECT generate_series(1, 100);
    INSERT INTO "Demand" VALUES (1, 1), (2, NULL), (3, 777), (4, 777);
    INSERT INTO events SELECT '2026-01-01'::date + i FROM generate_series(0, 49) i;
    ANALYZE`);
});
afterAll(() => engine[Symbol.asyncDispose]());

test('sizes name tables with rows and bytes, a partitioned one with its partitions', async () => {
  const sizes = await readTableSizes(engine.main.url as string, new Date('2026-11-20T12:00:00Z'));
  expect(sizes.takenAt).toBe('2026-11-20T12:00:00.000Z');
  expect(Object.keys(sizes.tables)).toEqual([
    'public.Demand',
    'public.events',
    'public.events_2026',
    'public.scenarios',
  ]);
  expect(sizes.tables['public.scenarios']).toMatchObject({ rows: 100 });
  expect(sizes.tables['public.events']?.rows).toBe(50);
  expect(sizes.tables['public.scenarios']?.bytes).toBeGreaterThan(8000);
  expect(JSON.stringify(sizes)).not.toMatch(/postgres:|777/);
});

test('a deploy measures a table as strata stats does', async () => {
  const url = engine.main.url as string;
  const { tables } = await readTableSizes(url, new Date());
  await using live = await openLive(url);
  for (const name of ['events', 'scenarios'])
    expect(await sizeOfTable(live, `public.${name}`)).toMatchObject(tables[`public.${name}`] as object);
  expect(tables['public.events']).toEqual(tables['public.events_2026']);
  expect(await sizeOfTable(live, 'public.nope')).toBeUndefined();
  const judge = async () => {
    const hazard = { message: '', table: 'public.events', migration: '1', line: 1 };
    return judgeHazards(live, [{ ...hazard, kind: 'rewrites' }], new Set());
  };
  const [judged] = await judge();
  expect(judged).toMatchObject({ isRefused: false });
  expect(judged?.seen).toMatch(/^public\.events has about 50 rows, \d+ (bytes|kB)$/);
  await using other = await engine.main.connect('owner');
  await other.query('BEGIN; LOCK TABLE events');
  // What cannot be measured counts as large.
  expect(await judge()).toMatchObject([
    {
      isRefused: true,
      seen: 'this could not be asked beforehand: canceling statement due to lock timeout',
    },
  ]);
  await other.query('COMMIT');
});

test('rows that nobody has counted are unknown, not none', async () => {
  await using session = await engine.main.connect('owner');
  await session.query(
    `CREATE TABLE days (at date) PARTITION BY RANGE (at);
     CREATE TABLE days_2026 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');`,
  );
  try {
    await using live = await openLive(engine.main.url as string);
    expect(await sizeOfTable(live, 'days')).toMatchObject({ rows: -1, bytes: 0, shown: '0 bytes' });
  } finally {
    await session.query('DROP TABLE days');
  }
});

test('what strata stats wrote is read again, and nothing else', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'strata-sizes-'));
  const file = join(dir, 'sizes.json');
  const sizes = { version: 1, takenAt: '2026-11-20', tables: { 'public.a': { rows: 1, bytes: 2 } } };
  writeFileSync(file, JSON.stringify(sizes));
  expect(await loadTableSizes(file)).toEqual(sizes);
  writeFileSync(file, '{"version":1,"takenAt":"x","tables":{"a":1}}');
  await expect(loadTableSizes(file)).rejects.toMatchObject({ code: 'usage' });
  await expect(loadTableSizes(join(dir, 'none.json'))).rejects.toMatchObject({ code: 'usage' });
  rmSync(dir, { recursive: true });
});

test('orphans are counted, with some of their values and the query that lists them', async () => {
  const url = engine.main.url as string;
  const { counted, notCounted } = await findOrphans(url, [
    { from: 'nope.a', to: 'scenarios.id' },
    { from: 'Demand.scenarioId', to: 'scenarios.id' },
    { from: 'public.scenarios.id', to: 'scenarios.id' },
  ]);
  const [found, none] = counted;
  expect(found).toMatchObject({ rows: 2, examples: ['777'] });
  expect(found?.sql).toContain('FROM "Demand" a WHERE a."scenarioId" IS NOT NULL');
  expect(none).toMatchObject({ rows: 0 });
  expect(notCounted).toMatchObject([
    { reference: { from: 'nope.a' }, reason: expect.stringContaining('nope') },
  ]);
  await expect(findOrphans(url, [])).rejects.toMatchObject({ code: 'usage' });
});
