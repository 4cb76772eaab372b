import { command, type LedgerFormat, makeSchema, plainRow, tableName } from '../format.ts';

/** Strata's own `strata.migrations`, for histories without a runner of their own: it keeps the text that was applied. */
export const strata: LedgerFormat = {
  schema: 'strata',
  table: 'migrations',
  signature: ['name', 'hash', 'sql', 'applied_at', 'applied_by'],
  create: (ledger) => [
    makeSchema(ledger.schema),
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (
    name text PRIMARY KEY,
    hash text NOT NULL,
    sql text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    applied_by text NOT NULL DEFAULT current_user,
    ms integer NOT NULL
)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<{ name: string; hash: string; sql: string; at: string }>(
      `SELECT name, hash, sql, applied_at::text AS at FROM ${tableName(ledger)} ORDER BY applied_at, name`,
    );
    return rows.map(({ name, hash, sql, at }) => ({
      ...plainRow,
      key: name,
      checksum: hash,
      appliedText: sql,
      appliedAt: at,
    }));
  },
  keyOf: ({ name }) => name,
  judge: ({ checksum, appliedText }, { hash, up }) =>
    checksum === hash || withLineFeeds(appliedText ?? '') === withLineFeeds(up.text) ? 'same' : 'edited',
  finish: (ledger, { name, hash, up }, { ms }) => [
    command(
      `INSERT INTO ${tableName(ledger)} (name, hash, sql, ms) VALUES ($1, $2, $3, $4)`,
      name,
      hash,
      up.text,
      Math.round(ms),
    ),
  ],
  bless: (ledger, { name, hash, up }) => [
    command(`UPDATE ${tableName(ledger)} SET hash = $2, sql = $3 WHERE name = $1`, name, hash, up.text),
  ],
  forget: (ledger, { name }) => [command(`DELETE FROM ${tableName(ledger)} WHERE name = $1`, name)],
};

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
