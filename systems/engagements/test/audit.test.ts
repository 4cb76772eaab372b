import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { database, refusal, sqlFile } from './database.ts';
import { acme, id, inserts } from './rows.ts';

const fixture = sqlFile('test/fixture.sql');
const clerk = '00000000-0000-4000-8000-0000000a0001';

/** Begins to work as the service does: for Acme, on behalf of one of its users. */
async function asService(client: pg.Client): Promise<void> {
  await client.query(fixture);
  await client.query(`SET ROLE engagements_app; SET app.tenant_id = '${acme}'; SET app.user_id = '${clerk}'`);
}

async function trail(client: pg.Client, table: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await client.query(
    `SELECT "action", "rowId", "actor", "old", "new" FROM "AuditLog" WHERE "tableName" = $1 AND "actor" <> 'fixture' ORDER BY "id"`,
    [table],
  );
  return rows;
}

describe.each(Object.keys(inserts).filter((table) => table !== 'DashboardSnapshot'))('%s', (table) => {
  test('leaves a trail of who did what, with the row before and after', async () => {
    await using db = await database();
    const client = await db.connect();
    await asService(client);
    const {
      rows: [row],
    } = await client.query(`${inserts[table]?.({})} RETURNING *`);
    await client.query(`UPDATE "${table}" SET "createdAt" = '2026-01-01' WHERE "id" = '${row.id}'`);
    await client.query(`DELETE FROM "${table}" WHERE "id" = '${row.id}'`);
    const entry = { rowId: row.id, actor: clerk };
    const same = expect.objectContaining({ id: row.id, tenantId: acme });
    const changed = expect.objectContaining({ createdAt: expect.stringMatching(/^2026-01-01T/) });
    expect(await trail(client, table)).toEqual([
      { ...entry, action: 'INSERT', old: null, new: same },
      { ...entry, action: 'UPDATE', old: same, new: changed },
      { ...entry, action: 'DELETE', old: changed, new: null },
    ]);
  });
});

test('every table but the log itself has the trigger, for every kind of change, and it is the only one that writes the log', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query(`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT EXISTS (
      SELECT FROM pg_trigger t
      WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_audit' AND t.tgenabled = 'O'
        AND pg_get_triggerdef(t.oid) LIKE '% AFTER INSERT OR DELETE OR UPDATE ON % FOR EACH ROW EXECUTE FUNCTION audit_trigger_function()')`);
  expect(rows).toEqual([{ name: 'AuditLog' }]);
  await client.query(`${fixture}; DROP TRIGGER "Observation_audit" ON "Observation"`);
  await client.query(`SET app.tenant_id = '${acme}'; SET app.user_id = 'test'`);
  await client.query(`UPDATE "Observation" SET "title" = 'Renamed'`);
  expect(await trail(client, 'Observation')).toEqual([]);
});

test('a snapshot that is captured again leaves both versions', async () => {
  await using db = await database();
  const client = await db.connect();
  await asService(client);
  await client.query('UPDATE "DashboardSnapshot" SET "overdue" = 2');
  expect(await trail(client, 'DashboardSnapshot')).toMatchObject([
    { action: 'UPDATE', old: { overdue: 1 }, new: { overdue: 2 } },
  ]);
});

test('a tenant is logged as its own', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(fixture);
  const { rows } = await client.query(
    `SELECT "action", "tenantId" = "rowId" AS own FROM "AuditLog" WHERE "tableName" = 'Tenant'`,
  );
  expect(rows).toEqual([
    { action: 'INSERT', own: true },
    { action: 'INSERT', own: true },
  ]);
});

test('links that a deletion takes away are logged as well', async () => {
  await using db = await database();
  const client = await db.connect();
  await asService(client);
  await client.query(`DELETE FROM "AuditEngagement" WHERE "id" = ${id('a0010')}`);
  expect(await trail(client, 'Observation')).toMatchObject([
    { action: 'UPDATE', old: { engagementId: expect.any(String) }, new: { engagementId: null } },
    { action: 'UPDATE', old: { engagementId: expect.any(String) }, new: { engagementId: null } },
  ]);
  expect(await trail(client, 'EngagementMember')).toMatchObject([{ action: 'DELETE' }]);
});

test('without a user, the role that was logged in is the actor', async () => {
  await using db = await database();
  const client = await db.connect();
  await asService(client);
  await client.query('RESET app.user_id');
  await client.query(`UPDATE "ComplianceRequirement" SET "title" = 'Renamed' WHERE "code" = 'GOV-2'`);
  const {
    rows: [who],
  } = await client.query('SELECT session_user AS name');
  expect(await trail(client, 'ComplianceRequirement')).toMatchObject([{ actor: who.name }]);
});

test('not even the owner of the log changes or deletes an entry', async () => {
  await using db = await database();
  const client = await db.connect();
  await client.query(fixture);
  await client.query('GRANT CREATE ON SCHEMA public TO engagements_app');
  await client.query('ALTER TABLE "AuditLog" OWNER TO engagements_app');
  await client.query(`SET ROLE engagements_app; SET app.tenant_id = '${acme}'`);
  expect((await client.query(`UPDATE "AuditLog" SET "actor" = 'somebody else'`)).rowCount).toBe(0);
  expect((await client.query('DELETE FROM "AuditLog"')).rowCount).toBe(0);
  expect(await refusal(client, 'TRUNCATE "AuditLog"')).toMatchObject({ code: 'EN004' });
  expect((await client.query('SELECT FROM "AuditLog"')).rowCount).toBeGreaterThan(0);
});
