import type pg from 'pg';
import { describe, expect, test } from 'vitest';
import { actAs, database, sqlFile } from './database.ts';
import { acme, borealis, id, inserts } from './rows.ts';

const fixture = sqlFile('test/fixture.sql');

type Right = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
const everything: readonly Right[] = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

/** What each role may do with its own tenant's rows. */
const rights: Readonly<Record<string, { readonly app: readonly Right[]; readonly board: readonly Right[] }>> =
  {
    Tenant: { app: ['SELECT'], board: ['SELECT'] },
    User: { app: everything, board: [] },
    AuditEngagement: { app: everything, board: ['SELECT'] },
    EngagementMember: { app: everything, board: [] },
    Observation: { app: everything, board: ['SELECT'] },
    ComplianceRequirement: { app: everything, board: ['SELECT'] },
    AuditLog: { app: ['SELECT'], board: [] },
    DashboardSnapshot: { app: ['SELECT', 'INSERT', 'UPDATE'], board: ['SELECT'] },
  };
const tables = Object.keys(rights);
const app = 'engagements_app';
const board = 'engagements_board';

/** The column that says whose a row is. */
const ofTenant = (table: string) => (table === 'Tenant' ? '"id"' : '"tenantId"');

/** A statement of that kind that touches every row it can see; `whose` is the tenant of a new row. */
function statement(table: string, right: Right, whose = 'app_tenant_id()'): string {
  switch (right) {
    case 'SELECT':
      return `SELECT ${ofTenant(table)} AS tenant FROM "${table}"`;
    case 'INSERT':
      return (
        inserts[table]?.({ tenantId: whose }) ??
        `INSERT INTO "${table}" SELECT * FROM "${table}" WHERE ${ofTenant(table)} = ${whose}`
      );
    case 'UPDATE':
      return `UPDATE "${table}" SET ${ofTenant(table)} = ${ofTenant(table)}`;
    case 'DELETE':
      return `DELETE FROM "${table}"`;
  }
}

/** Rows that others hold on to would hide whether a role may delete: the newest of a kind is deleted. */
const deletable: Readonly<Record<string, string>> = {
  User: id('a0004'),
  AuditEngagement: id('a0010'),
  EngagementMember: id('a0020'),
  Observation: id('a0033'),
  ComplianceRequirement: id('a0041'),
  DashboardSnapshot: id('a0050'),
};

async function withTenants(run: (client: pg.Client) => Promise<void>): Promise<void> {
  await using db = await database();
  const client = await db.connect();
  await client.query(fixture);
  await run(client);
}

const noRight = { code: '42501', message: expect.stringContaining('permission denied') };
const noRow = { code: '42501', message: expect.stringContaining('row-level security') };

describe.each(tables)('%s', (table) => {
  test.each([
    { role: app, may: rights[table]?.app ?? [] },
    { role: board, may: rights[table]?.board ?? [] },
  ])('$role may do $may, and nothing else', async ({ role, may }) => {
    await withTenants(async (client) => {
      for (const right of everything) {
        const sql =
          right === 'DELETE' && may.includes('DELETE')
            ? `DELETE FROM "${table}" WHERE "id" = ${deletable[table]}`
            : statement(table, right);
        const { refusal, count } = await actAs(client, role, acme, sql);
        if (may.includes(right)) expect([right, refusal, count > 0]).toEqual([right, undefined, true]);
        else expect(refusal).toMatchObject(noRight);
      }
    });
  });

  test.each([app, board])('shows %s the rows of its own tenant only', async (role) => {
    await withTenants(async (client) => {
      if (!(rights[table]?.[role === app ? 'app' : 'board'] ?? []).includes('SELECT')) return;
      for (const tenant of [acme, borealis]) {
        const { rows } = await actAs(client, role, tenant, statement(table, 'SELECT'));
        expect(new Set(rows.map((row) => row.tenant))).toEqual(new Set([tenant]));
      }
    });
  });

  test('shows nothing, and takes nothing, where nobody said for which tenant', async () => {
    await withTenants(async (client) => {
      const may = rights[table]?.app ?? [];
      for (const tenant of [undefined, '']) {
        for (const right of may.filter((one) => one !== 'INSERT')) {
          const { count, refusal } = await actAs(client, app, tenant, statement(table, right));
          expect([right, count, refusal]).toEqual([right, 0, undefined]);
        }
        if (!may.includes('INSERT')) continue;
        const { refusal } = await actAs(client, app, tenant, statement(table, 'INSERT', `'${acme}'`));
        expect(refusal).toMatchObject(noRow);
      }
    });
  });

  test('takes no row of another tenant, and gives none away', async () => {
    await withTenants(async (client) => {
      const may = rights[table]?.app ?? [];
      const others = `${ofTenant(table)} = '${borealis}'`;
      if (may.includes('INSERT')) {
        const { refusal } = await actAs(client, app, acme, statement(table, 'INSERT', `'${borealis}'`));
        expect(refusal).toMatchObject(noRow);
      }
      if (may.includes('UPDATE')) {
        const touch = await actAs(client, app, acme, `${statement(table, 'UPDATE')} WHERE ${others}`);
        expect(touch).toMatchObject({ count: 0, refusal: undefined });
        const move = await actAs(client, app, acme, `UPDATE "${table}" SET "tenantId" = '${borealis}'`);
        expect(move.refusal).toMatchObject(noRow);
      }
      if (may.includes('DELETE')) {
        const remove = await actAs(client, app, acme, `${statement(table, 'DELETE')} WHERE ${others}`);
        expect(remove).toMatchObject({ count: 0, refusal: undefined });
      }
    });
  });

  test('keeps tenants apart by its policy, and by nothing else', async () => {
    await withTenants(async (client) => {
      await client.query(`ALTER TABLE "${table}" DISABLE ROW LEVEL SECURITY`);
      const open = await actAs(client, app, undefined, statement(table, 'SELECT'));
      expect(new Set(open.rows.map((row) => row.tenant))).toEqual(new Set([acme, borealis]));
      await client.query(`ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`);
      await client.query(`DROP POLICY "${table}_tenant" ON "${table}"`);
      expect((await actAs(client, app, acme, statement(table, 'SELECT'))).count).toBe(0);
    });
  });

  test('hides other tenants from its owner, too', async () => {
    await withTenants(async (client) => {
      // The engine's own role passes by every policy, so the table is handed to one that does not.
      await client.query(`GRANT CREATE ON SCHEMA public TO ${app}; ALTER TABLE "${table}" OWNER TO ${app}`);
      expect((await actAs(client, app, undefined, statement(table, 'SELECT'))).count).toBe(0);
      const { rows } = await actAs(client, app, acme, statement(table, 'SELECT'));
      expect(new Set(rows.map((row) => row.tenant))).toEqual(new Set([acme]));
    });
  });
});

test('every table is guarded, and every table is in the list of rights', async () => {
  await using db = await database();
  const client = await db.connect();
  const { rows } = await client.query<{ name: string; isGuarded: boolean }>(`
    SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS "isGuarded"
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1`);
  expect(rows.filter(({ isGuarded }) => !isGuarded)).toEqual([]);
  expect(rows.map(({ name }) => name)).toEqual([...tables].sort());
});

describe.each(['DashboardObservations', 'DashboardCompliance'])('the view %s', (view) => {
  test.each([app, board])('counts for %s the rows of its own tenant only', async (role) => {
    await withTenants(async (client) => {
      const sql = `SELECT "tenantId" AS tenant, "total" FROM "${view}"`;
      const { rows } = await actAs(client, role, borealis, sql);
      expect(new Set(rows.map((row) => row.tenant))).toEqual(new Set([borealis]));
      expect((await actAs(client, role, undefined, sql)).rows).toEqual([]);
    });
  });
});

test('the dashboard counts by severity and status, what is overdue, and how much is in order', async () => {
  await withTenants(async (client) => {
    const counted = await actAs(
      client,
      board,
      acme,
      'SELECT "severity", "status", "total", "overdue" FROM "DashboardObservations" ORDER BY 1',
    );
    expect(counted.rows).toEqual([
      { severity: 'HIGH', status: 'OPEN', total: 2, overdue: expect.any(Number) },
      { severity: 'LOW', status: 'OPEN', total: 1, overdue: 0 },
    ]);
    const compliance = await actAs(
      client,
      board,
      acme,
      'SELECT "assessed", "total", "compliancePercentage" FROM "DashboardCompliance"',
    );
    expect(compliance.rows).toEqual([{ assessed: 1, total: 2, compliancePercentage: '100.00' }]);
  });
});
