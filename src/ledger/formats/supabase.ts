import { nextToken } from '../../sql/scan.ts';
import {
  command,
  insertInto,
  type LedgerFormat,
  makeSchema,
  plainRow,
  tableName,
  versionOf,
} from '../format.ts';

/** `supabase_migrations.schema_migrations`: the version, the name after it, and the statements that were run. */
export const supabase: LedgerFormat = {
  schema: 'supabase_migrations',
  table: 'schema_migrations',
  signature: ['version', 'statements'],
  create: (ledger) => [
    makeSchema(ledger.schema),
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (version text NOT NULL PRIMARY KEY)`,
    `ALTER TABLE ${tableName(ledger)} ADD COLUMN IF NOT EXISTS statements text[]`,
    `ALTER TABLE ${tableName(ledger)} ADD COLUMN IF NOT EXISTS name text`,
  ],
  async read(db, ledger) {
    const statements = ledger.columns.includes('statements') ? 'statements' : 'NULL::text[]';
    const rows = await db.query<{ version: string; statements: readonly string[] | null }>(
      `SELECT version::text AS version, ${statements} AS statements FROM ${tableName(ledger)} ORDER BY version COLLATE "C"`,
    );
    return rows.map(({ version, statements: kept }) => ({
      ...plainRow,
      key: version,
      appliedText: kept === null ? undefined : kept.map((one) => `${one}\n;\n`).join(''),
      isOnlyRecorded: kept === null,
    }));
  },
  keyOf: versionOf,
  judge({ appliedText }, { up }) {
    if (appliedText === undefined) return 'unknown';
    return essence(appliedText) === essence(up.text) ? 'same' : 'edited';
  },
  finish: (ledger, migration, { statements }) => [
    insertInto(ledger, {
      version: versionOf(migration),
      name: nameAfterVersion(migration.name),
      statements: [...statements],
    }),
  ],
  bless: (ledger, migration, { statements }) => [
    command(
      `UPDATE ${tableName(ledger)} SET statements = $2, name = $3 WHERE version = $1`,
      versionOf(migration),
      [...statements],
      nameAfterVersion(migration.name),
    ),
  ],
  forget: (ledger, migration) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, versionOf(migration)),
  ],
};

function nameAfterVersion(name: string): string {
  return name.replace(/^\d+_/, '');
}

/** The text without comments, white space and semicolons: versions of the CLI keep comments and white space differently. */
function essence(text: string): string {
  const tokens: string[] = [];
  for (let token = nextToken(text, 0); token !== undefined; token = nextToken(text, token.end)) {
    const word = text.slice(token.start, token.end);
    if (token.kind !== 'comment' && word !== ';') tokens.push(word.replaceAll('\r\n', '\n'));
  }
  return tokens.join(' ');
}
