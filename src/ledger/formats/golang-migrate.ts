import { command, keepsNoText, type LedgerFormat, plainRow, tableName, versionNumber } from '../format.ts';

/** golang-migrate's `schema_migrations`: the one version that the database is at, and whether it broke on the way there. */
export const golangMigrate: LedgerFormat = {
  schema: undefined,
  table: 'schema_migrations',
  namesOnlyLast: true,
  signature: ['version', 'dirty'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)`,
  ],
  async read(db, ledger, { migrations }) {
    const [at] = await db.query<{ version: string; dirty: boolean }>(
      `SELECT version::text AS version, dirty FROM ${tableName(ledger)} LIMIT 1`,
    );
    if (at === undefined) return [];
    const [first] = migrations;
    // -1 is left by the down of the first migration, when it failed.
    const isBeforeAll = at.version === '-1' && first !== undefined;
    const version = isBeforeAll ? versionNumber(first) : at.version;
    const keys = migrations
      .map(versionNumber)
      .filter((key) => /^\d+$/.test(key) && BigInt(key) <= BigInt(version));
    const state = at.dirty ? 'failed' : 'applied';
    return [...new Set([...keys, version])].map((key) => ({
      ...plainRow,
      key,
      state: key === version ? state : 'applied',
    }));
  },
  keyOf: versionNumber,
  ...keepsNoText,
  start: (ledger, migration) => setVersion(tableName(ledger), versionNumber(migration), true),
  finish: (ledger, migration) => setVersion(tableName(ledger), versionNumber(migration), false),
  forget: (ledger, _, previous) =>
    previous === undefined
      ? [command(`DELETE FROM ${tableName(ledger)}`)]
      : setVersion(tableName(ledger), versionNumber(previous), false),
  replace: () => [],
};

function setVersion(table: string, version: string, isDirty: boolean) {
  return [
    command(`DELETE FROM ${table}`),
    command(`INSERT INTO ${table} (version, dirty) VALUES ($1, $2)`, version, isDirty),
  ];
}
