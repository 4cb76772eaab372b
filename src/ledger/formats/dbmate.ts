import {
  command,
  insertInto,
  keepsNoText,
  type LedgerFormat,
  plainRow,
  tableName,
  versionOf,
} from '../format.ts';

/** dbmate's `schema_migrations`: versions, and nothing else. */
export const dbmate: LedgerFormat = {
  schema: undefined,
  table: 'schema_migrations',
  signature: ['version'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (version varchar NOT NULL PRIMARY KEY)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ version: string }>(
      `SELECT version::text AS version FROM ${tableName(ledger)} ORDER BY version::text COLLATE "C"`,
    );
    return rows.map(({ version }) => ({ ...plainRow, key: version }));
  },
  keyOf: versionOf,
  ...keepsNoText,
  finish: (ledger, migration) => [insertInto(ledger, { version: versionOf(migration) })],
  forget: (ledger, migration) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, versionOf(migration)),
  ],
};
