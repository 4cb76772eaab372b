import { describe, expect, test } from 'vitest';
import { actAs, database, sqlFile } from './database.ts';
import { acme, borealis } from './rows.ts';

const fixture = sqlFile('test/fixture.sql');
const title = 'Leavers keep accounts';
const ask = `SELECT "title", "raisedOn"::text FROM likely_repeats('${title}', '2026-01-26')`;

describe('likely repeats', () => {
  test('are those of the own tenant, the likeliest first', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(
      `DELETE FROM "Observation" WHERE "tenantId" = '${borealis}' AND "raisedOn" < '2026-01-01'`,
    );
    const found = await actAs(client, 'engagements_app', acme, ask);
    expect(found.rows).toEqual([
      { title: 'Leavers keep their accounts', raisedOn: '2025-03-01' },
      { title: 'Leavers keep their accounts for a month', raisedOn: '2026-01-10' },
    ]);
    expect((await actAs(client, 'engagements_app', borealis, ask)).count).toBe(1);
    expect((await actAs(client, 'engagements_app', undefined, ask)).count).toBe(0);
  });

  test('are none that were raised later', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const earlier = ask.replace('2026-01-26', '2025-12-31');
    expect((await actAs(client, 'engagements_app', acme, earlier)).count).toBe(1);
  });

  test('are not for the board, and the role that searches may do nothing else', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    const denied = { code: '42501' };
    expect((await actAs(client, 'engagements_board', acme, ask)).refusal).toMatchObject(denied);
    for (const sql of [
      'SELECT FROM "User"',
      'DELETE FROM "Observation"',
      `UPDATE "Observation" SET "title" = 'x'`,
      'CREATE TABLE mine ()',
    ]) {
      expect((await actAs(client, 'engagements_search', acme, sql)).refusal).toMatchObject(denied);
    }
  });

  test('are found by the trigram index, which row-level security would keep from being used', async () => {
    await using db = await database();
    const client = await db.connect();
    await client.query(fixture);
    await client.query(`INSERT INTO "Observation" ("tenantId", "title", "severity")
      SELECT '${acme}', md5(n::text), 'LOW' FROM generate_series(1, 2000) n`);
    await client.query('ANALYZE "Observation"; SET enable_seqscan = off');
    const query = `EXPLAIN SELECT "title" FROM "Observation" WHERE "title" % '${title}'`;
    const planOf = async (role: string) => JSON.stringify((await actAs(client, role, acme, query)).rows);
    expect(await planOf('engagements_search')).toContain('Observation_title_trgm_idx');
    expect(await planOf('engagements_app')).not.toContain('Observation_title_trgm_idx');
  });
});
