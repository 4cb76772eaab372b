import { createHash } from 'node:crypto';
import type { Migration } from '../../model/migration.ts';
import { command, type LedgerFormat, plainRow, tableName, versionNumber } from '../format.ts';

/** `_sqlx_migrations`: a row for each version, with the SHA-384 of the file. */
export const sqlx: LedgerFormat = {
  schema: undefined,
  table: '_sqlx_migrations',
  signature: ['version', 'description', 'success', 'checksum'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (
    version bigint PRIMARY KEY,
    description text NOT NULL,
    installed_on timestamptz NOT NULL DEFAULT now(),
    success boolean NOT NULL,
    checksum bytea NOT NULL,
    execution_time bigint NOT NULL
)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ version: string; success: boolean; checksum: string; at: string }>(
      `SELECT version::text AS version, success, encode(checksum, 'hex') AS checksum, installed_on::text AS at
         FROM ${tableName(ledger)} ORDER BY version`,
    );
    return rows.map(({ version, success, checksum, at }) => ({
      ...plainRow,
      key: version,
      state: success ? 'applied' : 'failed',
      checksum,
      appliedAt: at,
    }));
  },
  keyOf: versionNumber,
  judge: ({ checksum }, migration) => (checksum === checksumOf(migration) ? 'same' : 'edited'),
  start: (ledger, migration) => [rowFor(tableName(ledger), migration, -1, false)],
  finish: (ledger, migration, { ms }, isStarted) => [
    ...(isStarted
      ? [command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, versionNumber(migration))]
      : []),
    rowFor(tableName(ledger), migration, Math.round(ms * 1e6), true),
  ],
  bless: (ledger, migration) => [
    command(
      `UPDATE ${tableName(ledger)} SET checksum = decode($2, 'hex') WHERE version = $1`,
      versionNumber(migration),
      checksumOf(migration),
    ),
  ],
  forget: (ledger, migration) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, versionNumber(migration)),
  ],
};

function rowFor(table: string, migration: Migration, nanoseconds: number, success: boolean) {
  return command(
    `INSERT INTO ${table} (version, description, success, checksum, execution_time) VALUES ($1, $2, $3, decode($4, 'hex'), $5)`,
    versionNumber(migration),
    migration.name.replace(/^\d+_/, '').replaceAll('_', ' '),
    success,
    checksumOf(migration),
    nanoseconds,
  );
}

function checksumOf({ up }: Migration): string {
  return createHash('sha384').update(up.text).digest('hex');
}
