import type pg from 'pg';
import { type Refusal, refusalOf, systemOf } from '../../shared/database.ts';

export { refusal } from '../../shared/database.ts';

export const { database, migrations, sqlFile } = systemOf(import.meta.url);

/** What became of a statement that somebody ran. */
export interface Outcome {
  readonly rows: readonly Record<string, unknown>[];
  /** Rows that were found, written or deleted. */
  readonly count: number;
  readonly refusal: Refusal | undefined;
}

/** Runs one statement as a role, for a tenant or for none, and takes it back. */
export async function actAs(
  client: pg.Client,
  role: string,
  tenant: string | undefined,
  sql: string,
): Promise<Outcome> {
  await client.query('BEGIN');
  let rows: readonly Record<string, unknown>[] = [];
  let count = 0;
  const refusal = await refusalOf(async () => {
    await client.query(`SET LOCAL ROLE "${role}"`);
    if (tenant !== undefined) await client.query(`SET LOCAL app.tenant_id = '${tenant}'`);
    const result = await client.query(sql);
    rows = result.rows;
    count = result.rowCount ?? 0;
  }).finally(() => client.query('ROLLBACK'));
  return { rows, count, refusal };
}
