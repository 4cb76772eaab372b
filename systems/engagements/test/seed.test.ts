import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testSeedAgain } from '../../shared/seeds.ts';
import { seedSql } from '../seed/seed.ts';
import { database, migrations, sqlFile } from './database.ts';

const seed = sqlFile('seed/seed.sql');
const tables = [
  'Tenant',
  'User',
  'AuditEngagement',
  'EngagementMember',
  'Observation',
  'ComplianceRequirement',
  'DashboardSnapshot',
  'AuditLog',
];

/** A checksum of the tables; columns of `without` are left out. */
async function everything(
  client: pg.Client,
  names: readonly string[] = tables,
  without: readonly string[] = [],
): Promise<unknown> {
  const row = `to_jsonb(r) - ARRAY[${without.map((name) => `'${name}'`).join(', ')}]::text[]`;
  const sums = names.map(
    (name) => `(SELECT md5(string_agg((${row})::text, ',' ORDER BY r."id")) FROM "${name}" r) AS "${name}"`,
  );
  return (await client.query(`SELECT ${sums.join(', ')}`)).rows[0];
}

describe('the seed', () => {
  test('is what its generator writes', () => {
    expect(seed).toBe(seedSql());
  });

  test('holds for each of three tenants people, engagements, repeats, and a quarter of snapshots with gaps', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const { rows } = await client.query(`
      SELECT t."slug",
        (SELECT count(*)::int FROM "User" u WHERE u."tenantId" = t."id") AS people,
        (SELECT count(*)::int FROM "AuditEngagement" e WHERE e."tenantId" = t."id") AS engagements,
        (SELECT count(*) FILTER (WHERE o."repeatOfId" IS NOT NULL)::int FROM "Observation" o WHERE o."tenantId" = t."id") > 5 AS "hasRepeats",
        (SELECT count(*) FILTER (WHERE o."engagementId" IS NULL)::int FROM "Observation" o WHERE o."tenantId" = t."id") > 5 AS "hasOldOnes",
        (SELECT count(*)::int FROM "DashboardSnapshot" s WHERE s."tenantId" = t."id") AS snapshots,
        (SELECT max("capturedOn") - min("capturedOn") FROM "DashboardSnapshot" s WHERE s."tenantId" = t."id") AS days
      FROM "Tenant" t ORDER BY 1`);
    const each = { people: 8, engagements: 8, hasRepeats: true, hasOldOnes: true, snapshots: 86, days: 90 };
    expect(rows).toEqual([
      { slug: 'harbour-savings-bank', ...each },
      { slug: 'northfield-university', ...each },
      { slug: 'valley-health-trust', ...each },
    ]);
  });

  test('counts in its last snapshot what the dashboard counts', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const { rows } = await client.query(`
      SELECT s."observationsBySeverity" = (
        SELECT jsonb_object_agg("severity", n) FROM (
          SELECT "severity", count(*) AS n FROM "Observation" o WHERE o."tenantId" = s."tenantId" AND o."status" <> 'CLOSED' GROUP BY 1) c) AS same
      FROM "DashboardSnapshot" s WHERE s."capturedOn" = '2026-01-26'`);
    expect(rows).toEqual([{ same: true }, { same: true }, { same: true }]);
  });

  test('loads for an owner who is held to the policies', async () => {
    await using db = await database();
    const client = await db.connect();
    const own = tables.map((table) => `ALTER TABLE "${table}" OWNER TO engagements_app;`).join('\n');
    await client.query(`GRANT CREATE ON SCHEMA public TO engagements_app; ${own}
      ALTER FUNCTION audit_trigger_function() OWNER TO engagements_app;`);
    await client.query('SET ROLE engagements_app');
    await client.query(seed);
    expect((await client.query('SELECT FROM "Tenant"')).rowCount).toBe(0);
    await client.query('RESET ROLE');
    expect((await client.query('SELECT FROM "Tenant"')).rowCount).toBe(3);
  });

  testSeedAgain({
    database,
    load: (client) => client.query(seed),
    everything: (client) => everything(client),
    edits: `
      UPDATE "Tenant" SET "slug" = 'harbour' WHERE "slug" = 'harbour-savings-bank';
      UPDATE "User" SET "email" = 'a.okoye@harbour-savings.example' WHERE "name" = 'Amara Okoye';
      UPDATE "Observation" SET "status" = 'CLOSED', "closedOn" = '2026-01-26' WHERE "status" = 'OPEN';
      DELETE FROM "AuditEngagement" WHERE "title" LIKE 'Payroll%';
      DELETE FROM "DashboardSnapshot" WHERE "capturedOn" = '2026-01-20'`,
  });
});

describe('with the rows of the seed', () => {
  test('everything goes down to the foundation and up again, and what the foundation knows is as it was', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const foundation = tables.slice(0, 6);
    const links = ['engagementId', 'repeatOfId'];
    const before = await everything(client, foundation, links);
    const [, ...later] = migrations();
    for (const name of later.toReversed()) await client.query(sqlFile(`prisma/migrations/${name}/down.sql`));
    for (const name of later) await client.query(sqlFile(`prisma/migrations/${name}/migration.sql`));
    expect(await everything(client, foundation, links)).toEqual(before);
  });

  test('the newest two migrations go down and lose nothing', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(seed);
    const before = await everything(client);
    for (const name of migrations().slice(-2).toReversed())
      await client.query(sqlFile(`prisma/migrations/${name}/down.sql`));
    expect(await everything(client)).toEqual(before);
  });
});
