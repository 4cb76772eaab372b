import {
  command,
  keepsNoText,
  type LedgerFormat,
  type NamedMigration,
  plainRow,
  tableName,
} from '../format.ts';

/** sql-migrate's `gorp_migrations`: the names of files, with their extension. */
export const sqlMigrate: LedgerFormat = {
  schema: undefined,
  table: 'gorp_migrations',
  signature: ['id', 'applied_at'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (id text NOT NULL PRIMARY KEY, applied_at timestamptz)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ id: string; at: string | null }>(
      `SELECT id, applied_at::text AS at FROM ${tableName(ledger)} ORDER BY id COLLATE "C"`,
    );
    return rows.map(({ id, at }) => ({ ...plainRow, key: id, appliedAt: at ?? undefined }));
  },
  ...keepsNoText,
  keyOf,
  finish: (ledger, migration) => [
    command(
      `INSERT INTO ${tableName(ledger)} (id, applied_at) VALUES ($1, clock_timestamp())`,
      keyOf(migration),
    ),
  ],
  forget: (ledger, migration) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE id = $1`, keyOf(migration)),
  ],
};

function keyOf({ name, up }: NamedMigration): string {
  return up.file.split('/').at(-1) || name;
}
