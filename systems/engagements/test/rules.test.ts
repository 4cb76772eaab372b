import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { testForeignKeyIndexes } from '../../shared/indexes.ts';
import { testRules } from '../../shared/rules.ts';
import { database, refusal, sqlFile } from './database.ts';
import { acme, id, inserts } from './rows.ts';
import { rules } from './rules.ts';

const fixture = sqlFile('test/fixture.sql');

async function atAcme(client: pg.Client): Promise<void> {
  await client.query(fixture);
  await client.query(`SET app.tenant_id = '${acme}'`);
}

testRules({
  rules,
  database,
  prepare: atAcme,
  others: [
    // What foreign keys within a tenant point at: "id" alone is unique already.
    'AuditEngagement_tenantId_id_key',
    'User_tenantId_id_key',
    // Below: what becomes of a link when its end is deleted.
    'Observation_engagementId_fkey',
    'Observation_repeatOfId_fkey',
    // audit.test.ts tells what they write.
    ...['Tenant', ...Object.keys(inserts)].map((table) => `${table}_audit`),
  ],
});

describe('deleting', () => {
  test.each([
    { what: 'an engagement', column: 'engagementId', table: 'AuditEngagement', end: 'a0010' },
    { what: 'an original', column: 'repeatOfId', table: 'Observation', end: 'a0031' },
  ])('$what keeps the observations, and only their links go', async ({ column, table, end }) => {
    await using db = await database();
    const client = await db.connect();
    await atAcme(client);
    const linked = `SELECT "id" FROM "Observation" WHERE "${column}" IS NOT NULL AND "tenantId" = app_tenant_id() ORDER BY 1`;
    const { rows } = await client.query<{ id: string }>(linked);
    expect(rows.length).toBeGreaterThan(0);
    await client.query(`DELETE FROM "${table}" WHERE "id" = ${id(end)}`);
    expect((await client.query(linked)).rows).toEqual([]);
    const { rowCount } = await client.query('SELECT FROM "Observation" WHERE "id" = ANY ($1)', [
      rows.map((row) => row.id),
    ]);
    expect(rowCount).toBe(rows.length);
  });

  test('a user who takes part in nothing is possible', async () => {
    await using db = await database();
    const client = await db.connect();
    await atAcme(client);
    expect(await refusal(client, `DELETE FROM "User" WHERE "id" = ${id('a0004')}`)).toBeUndefined();
  });
});

describe('a repeat', () => {
  test('of an earlier observation, or of one of the same day, is accepted', async () => {
    await using db = await database();
    const client = await db.connect();
    await atAcme(client);
    const link = `UPDATE "Observation" SET "repeatOfId" = ${id('a0032')} WHERE "id" = ${id('a0033')}`;
    expect(await refusal(client, link)).toBeUndefined();
  });

  test('and its repeat do not form a circle when two people link them at the same time', async () => {
    await using db = await database();
    const [first, second] = [await db.connect(), await db.connect()];
    await atAcme(first);
    await second.query(`SET app.tenant_id = '${acme}'`);
    await first.query('BEGIN');
    await first.query(`UPDATE "Observation" SET "repeatOfId" = ${id('a0032')} WHERE "id" = ${id('a0033')}`);
    const late = refusal(
      second,
      `UPDATE "Observation" SET "repeatOfId" = ${id('a0033')} WHERE "id" = ${id('a0032')}`,
    );
    await first.query('COMMIT');
    expect(await late).toMatchObject({ code: 'EN003' });
  });
});

testForeignKeyIndexes({ database });
