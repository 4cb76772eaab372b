import { command, keepsNoText, type LedgerFormat, plainRow, tableName } from '../format.ts';

/** node-pg-migrate's `pgmigrations`: names of files without extension, in the order in which they ran. */
export const nodePgMigrate: LedgerFormat = {
  schema: undefined,
  table: 'pgmigrations',
  signature: ['name', 'run_on'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ name: string; at: string }>(
      `SELECT name, run_on::text AS at FROM ${tableName(ledger)} ORDER BY run_on, id`,
    );
    return rows.map(({ name, at }) => ({ ...plainRow, key: name, appliedAt: at }));
  },
  keyOf: ({ name }) => name,
  ...keepsNoText,
  finish: (ledger, { name }) => [
    command(`INSERT INTO ${tableName(ledger)} (name, run_on) VALUES ($1, now())`, name),
  ],
  forget: (ledger, { name }) => [command(`DELETE FROM ${tableName(ledger)} WHERE name = $1`, name)],
  // It refuses a history whose rows are not in the order of its files.
  replace: (ledger, old, { name }) => [
    command(`UPDATE ${tableName(ledger)} SET name = $2 WHERE name = $1`, old.at(-1)?.name, name),
    command(
      `DELETE FROM ${tableName(ledger)} WHERE name = ANY ($1)`,
      old.map((one) => one.name),
    ),
  ],
};
