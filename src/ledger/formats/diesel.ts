import type { Migration } from '../../model/migration.ts';
import { command, keepsNoText, type LedgerFormat, plainRow, tableName } from '../format.ts';

/** `__diesel_schema_migrations`: versions without their dashes. */
export const diesel: LedgerFormat = {
  schema: undefined,
  table: '__diesel_schema_migrations',
  signature: ['version', 'run_on'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (version varchar(50) PRIMARY KEY NOT NULL, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ version: string; at: string }>(
      `SELECT version, run_on::text AS at FROM ${tableName(ledger)} ORDER BY version COLLATE "C"`,
    );
    return rows.map(({ version, at }) => ({ ...plainRow, key: version, appliedAt: at }));
  },
  keyOf,
  ...keepsNoText,
  finish: (ledger, migration) => [
    command(`INSERT INTO ${tableName(ledger)} (version) VALUES ($1)`, keyOf(migration)),
  ],
  forget: (ledger, migration) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, keyOf(migration)),
  ],
};

function keyOf({ name }: Pick<Migration, 'name'>): string {
  return (name.split('_')[0] as string).replaceAll('-', '');
}
