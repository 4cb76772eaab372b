import { createHash } from 'node:crypto';
import type { Ledger } from '../../model/ledger.ts';
import type { Migration } from '../../model/migration.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { command, insertInto, type LedgerFormat, makeSchema, plainRow, tableName } from '../format.ts';

/** `drizzle.__drizzle_migrations`: the SHA-256 of the text, and the journal's `when`; since 1.0 the name as well. */
export const drizzle: LedgerFormat = {
  schema: 'drizzle',
  table: '__drizzle_migrations',
  signature: ['id', 'hash', 'created_at'],
  create: (ledger) => [
    makeSchema(ledger.schema),
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)`,
  ],
  async read(db, ledger, { migrations }) {
    const [name, at] = ['name', 'applied_at'].map((column) =>
      ledger.columns.includes(column) ? quoteIdentifier(column) : 'NULL::text',
    );
    const rows = await db.query<DrizzleRow>(
      `SELECT hash, created_at AS "when", ${name} AS name, ${at}::text AS at FROM ${tableName(ledger)} ORDER BY created_at, id`,
    );
    const left = new Set(migrations);
    const known = matchRows(rows, left);
    return rows.map((row) => ({
      ...plainRow,
      key: known.get(row)?.name ?? row.name ?? `${row.hash.slice(0, 12)} (created_at ${row.when})`,
      checksum: row.hash,
      appliedAt: row.at ?? undefined,
    }));
  },
  keyOf: ({ name }) => name,
  judge: ({ checksum }, migration) =>
    checksum !== undefined && hashesOf(migration).has(checksum) ? 'same' : 'edited',
  finish: (ledger, migration) => [
    insertInto(ledger, {
      hash: migration.hash,
      created_at: migration.ledgerMark,
      ...(ledger.columns.includes('name') ? { name: migration.name } : {}),
    }),
  ],
  bless: (ledger, { name, hash, ledgerMark }, _, was = '') => [
    command(
      `UPDATE ${tableName(ledger)} SET hash = $4 WHERE id = ${rowOf(ledger, 'AND hash = ANY ($2::text[])')}`,
      ledgerMark ?? null,
      [was],
      name,
      hash,
    ),
  ],
  forget: (ledger, migration) => [
    command(
      `DELETE FROM ${tableName(ledger)} WHERE id = ${rowOf(ledger)}`,
      migration.ledgerMark ?? null,
      [...hashesOf(migration)],
      migration.name,
    ),
  ],
};

/**
 * The id of a migration's one row, in SQL with its time, hashes and name as parameters. Other rows may have its text (an empty file,
 * the same UPDATE again) or its time: they are told apart as `matchRows` does, and of equal rows the newest is meant.
 */
function rowOf(ledger: Ledger, more = ''): string {
  const isNamed = `coalesce(${ledger.columns.includes('name') ? 'name' : 'NULL'} = $3::text, false)`;
  const [isTime, isText] = ['coalesce(created_at = $1::bigint, false)', 'hash = ANY ($2::text[])'];
  return `(SELECT id FROM ${tableName(ledger)} WHERE (${isNamed} OR ${isTime} OR ${isText}) ${more}
    ORDER BY ${isNamed} DESC, ${isText} AND ${isTime} DESC, ${isText} DESC, created_at DESC NULLS LAST, id DESC LIMIT 1)`;
}

interface DrizzleRow {
  readonly hash: string;
  readonly when: number | null;
  readonly name: string | null;
  readonly at: string | null;
}

/**
 * Matches rows to migrations: by name, by text and time, by text alone (the journal was renumbered), by time alone (the text was
 * edited).
 */
function matchRows(rows: readonly DrizzleRow[], left: Set<Migration>): ReadonlyMap<DrizzleRow, Migration> {
  const matched = new Map<DrizzleRow, Migration>();
  const hashes = new Map([...left].map((migration) => [migration, hashesOf(migration)]));
  const isText = (row: DrizzleRow, one: Migration) => hashes.get(one)?.has(row.hash) === true;
  const isTime = (row: DrizzleRow, one: Migration) => row.when !== null && row.when === one.ledgerMark;
  const ways: readonly ((row: DrizzleRow, one: Migration) => boolean)[] = [
    (row, one) => row.name === one.name,
    (row, one) => isText(row, one) && isTime(row, one),
    isText,
    isTime,
  ];
  for (const isSame of ways) {
    for (const row of rows) {
      if (matched.has(row)) continue;
      const migration = [...left].find((one) => isSame(row, one));
      if (migration === undefined) continue;
      matched.set(row, migration);
      left.delete(migration);
    }
  }
  return matched;
}

/** The hashes under which Drizzle may know a text: only some of its versions normalise line ends first. */
function hashesOf({ hash, up }: Migration): ReadonlySet<string> {
  const lf = up.text.replaceAll('\r\n', '\n');
  const texts = [lf, lf.replaceAll('\n', '\r\n'), `\ufeff${lf}`];
  return new Set([hash, ...texts.map((text) => createHash('sha256').update(text).digest('hex'))]);
}
