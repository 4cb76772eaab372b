import { readdirSync } from 'node:fs';
import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testSeedAgain } from '../../shared/seeds.ts';
import { database, sqlFile } from './database.ts';

const seeds = readdirSync(new URL('../seed', import.meta.url))
  .sort()
  .map((name) => sqlFile(`seed/${name}`));

async function load(client: pg.Client): Promise<void> {
  for (const seed of seeds) await client.query(seed);
}

/** Every row of every table, as text. */
async function everything(client: pg.Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const parts = tables.map(
    ({ name }) => `(SELECT coalesce(string_agg(r::text, E'\\n' ORDER BY r::text), '') FROM ${name} r)`,
  );
  const { rows } = await client.query<{ text: string }>(
    `SELECT concat_ws(E'\\n--\\n', ${parts.join(', ')}) AS text`,
  );
  return rows[0]?.text ?? '';
}

describe('the seeds', () => {
  test('hold five pools, five flags, and a portfolio in hours and in tokens', async () => {
    await using db = await database();
    const client = await db.connect();
    await load(client);
    const { rows } = await client.query(`
      SELECT (SELECT json_agg(p."name" ORDER BY p."name") FROM "skill_pools" p WHERE p."active") AS pools,
        (SELECT count(*)::int FROM "FeatureFlag") AS flags,
        (SELECT f."enabled" FROM "FeatureFlag" f WHERE f."key" = 'token_planning_v1') AS tokens,
        (SELECT json_object_agg(m.mode, m.n) FROM (SELECT "planning_mode" AS mode, count(*) n FROM "Scenario" GROUP BY 1) m) AS scenarios,
        (SELECT count(*)::int FROM "Allocation") > 100 AS has_hours`);
    expect(rows[0]).toEqual({
      pools: ['backend', 'data', 'domain', 'frontend', 'qa'],
      flags: 5,
      tokens: true,
      scenarios: { LEGACY: 3, TOKEN: 1 },
      has_hours: true,
    });
  });

  test('convert hours at the calibration in force, so that tokens divided by it are the hours again', async () => {
    await using db = await database();
    const client = await db.connect();
    await load(client);
    const { rows } = await client.query(`
      SELECT count(*)::int AS demands, count(*) FILTER (WHERE d."tokens_p50" / c."tokens_per_hour" = a."hours")::int AS exact
      FROM "token_demands" d JOIN "skill_pools" p ON p."id" = d."skill_pool_id"
      JOIN "token_calibrations" c ON c."skill_pool_id" = p."id" AND c."effective_date" = '2026-04-01'
      JOIN "Allocation" a ON a."scenarioId" = d."scenario_id" AND a."initiativeId" = d."initiative_id" AND lower(a."skill") = p."name"`);
    expect(rows[0].demands).toBeGreaterThan(20);
    expect(rows[0].exact).toBe(rows[0].demands);
  });

  test('leave no reference without its row', async () => {
    await using db = await database();
    const client = await db.connect();
    await load(client);
    const { rows } = await client.query(`
      SELECT d."id" FROM "token_demands" d LEFT JOIN "Scenario" s ON s."id" = d."scenario_id"
        LEFT JOIN "Initiative" i ON i."id" = d."initiative_id" WHERE s."id" IS NULL OR i."id" IS NULL
      UNION ALL SELECT t."id" FROM "token_supplies" t LEFT JOIN "Scenario" s ON s."id" = t."scenario_id" WHERE s."id" IS NULL`);
    expect(rows).toEqual([]);
  });

  testSeedAgain({
    database,
    load,
    everything,
    edits: `
      UPDATE "skill_pools" SET "name" = 'quality', "active" = false WHERE "name" = 'qa';
      UPDATE "FeatureFlag" SET "enabled" = false, "description" = 'Off since Monday.' WHERE "key" = 'token_planning_v1';
      UPDATE "Initiative" SET "priority" = 99 WHERE "priority" = 1;
      UPDATE "token_demands" SET "tokens_p90" = "tokens_p50" * 2;
      DELETE FROM "token_calibrations" WHERE "effective_date" = '2026-04-01';
      DELETE FROM "Allocation" WHERE "skill" = 'QA';
      DELETE FROM "Scenario" WHERE "name" = 'Hiring freeze';
      INSERT INTO "Scenario" ("id", "name", "period") VALUES ('mine', 'My own', '2026-Q3')`,
  });

  test('put no sample beside a portfolio of one’s own', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(
      `INSERT INTO "Scenario" ("id", "name", "period") VALUES ('mine', 'My own', '2026-Q3')`,
    );
    await load(client);
    const { rows } = await client.query(
      `SELECT (SELECT count(*)::int FROM "Scenario") AS scenarios, (SELECT count(*)::int FROM "Initiative") AS initiatives`,
    );
    expect(rows).toEqual([{ scenarios: 1, initiatives: 0 }]);
  });
});
