import { StrataError } from '../../model/errors.ts';
import { compareFlywayVersions, parseFlywayVersion } from '../../model/flyway-version.ts';
import type { Ledger } from '../../model/ledger.ts';
import type { History, Migration } from '../../model/migration.ts';
import { command, type LedgerFormat, type LedgerRow, plainRow, tableName } from '../format.ts';

/** `flyway_schema_history`: one row for each script that ran, by rank, with a CRC-32 of its lines. */
export const flyway: LedgerFormat = {
  schema: undefined,
  table: 'flyway_schema_history',
  signature: ['installed_rank', 'script', 'checksum', 'success'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (
    installed_rank integer NOT NULL CONSTRAINT flyway_schema_history_pk PRIMARY KEY,
    version varchar(50),
    description varchar(200) NOT NULL,
    type varchar(20) NOT NULL,
    script varchar(1000) NOT NULL,
    checksum integer,
    installed_by varchar(100) NOT NULL,
    installed_on timestamp NOT NULL DEFAULT now(),
    execution_time integer NOT NULL,
    success boolean NOT NULL
)`,
    `CREATE INDEX IF NOT EXISTS flyway_schema_history_s_idx ON ${tableName(ledger)} (success)`,
  ],
  read: async (db, ledger, history) =>
    countedRows(
      await db.query<FlywayRow>(
        `SELECT version, description, type, script, checksum, success, installed_on::text AS at
           FROM ${tableName(ledger)} ORDER BY installed_rank`,
      ),
      history,
    ),
  keyOf: ({ name }) => keyOfScript(name),
  judge({ checksum }, { ledgerMark }) {
    if (checksum === undefined) return 'unknown';
    return checksum === String(ledgerMark) ? 'same' : 'edited';
  },
  // Flyway itself writes this row behind the failure only: one that was cut off would read as pending, and run again.
  start: (ledger, migration) => [forgetFailed(ledger, migration), rowFor(ledger, migration, 0, false)],
  finish: (ledger, migration, { ms }) => [
    forgetFailed(ledger, migration),
    rowFor(ledger, migration, ms, true),
  ],
  bless: (ledger, { name, ledgerMark }) => [
    command(
      `UPDATE ${tableName(ledger)} SET checksum = $1, description = $2 WHERE ${canonicalSql} = $3 AND success AND type LIKE 'SQL%'`,
      ledgerMark,
      descriptionOf(name),
      canonical(versionText(name) ?? ''),
    ),
  ],
  forget: (ledger, { name }) => [
    // The mark of a baseline stands for what is below it as well.
    command(
      `DELETE FROM ${tableName(ledger)} WHERE type NOT IN ('BASELINE', 'SCHEMA') AND ${isRowOf}`,
      ...rowValues(name),
    ),
  ],
};

interface FlywayRow {
  readonly version: string | null;
  readonly description: string;
  readonly type: string;
  readonly script: string;
  readonly checksum: number | null;
  readonly success: boolean;
  readonly at: string;
}

/** The rows that count: not those that an undo or a deletion took back. A baseline stands for all versions up to its own. */
function countedRows(rows: readonly FlywayRow[], { migrations }: History): readonly LedgerRow[] {
  const counted = new Map<string, FlywayRow>();
  let baseline: FlywayRow | undefined;
  for (const row of rows) {
    const key = row.version === null ? `R ${row.description}` : `V ${canonical(row.version)}`;
    if (row.type === 'SCHEMA') continue;
    if (row.type === 'BASELINE') baseline = row;
    else if (row.type === 'DELETE' || (row.type.startsWith('UNDO') && row.success)) counted.delete(key);
    else counted.set(key, row);
  }
  const script = migrations.findLast(({ name }) => name.startsWith('B'));
  if (script !== undefined) passOver(script, counted);
  const known = new Map([...counted].map(([key, row]) => [key, toRow(key, row)]));
  for (const { name } of migrations) {
    const [key, version] = [keyOfScript(name), versionText(name)];
    const isBelow = version !== null && baseline !== undefined;
    if (isBelow && isUpTo(version, baseline?.version ?? '') && !known.has(key))
      known.set(key, { ...plainRow, key, appliedAt: baseline?.at, isOnlyRecorded: true });
  }
  return [...known.values()];
}

/**
 * Handles a baseline script in a database that has applied its migrations one by one. Flyway ignores the script there, so the
 * rows of the migrations that it stands for are replaced by one row of its own.
 */
function passOver({ name }: Migration, counted: Map<string, FlywayRow>): void {
  const version = versionText(name) ?? '';
  const key = keyOfScript(name);
  const steps = [...counted].filter(([, row]) => row.version !== null && !row.type.endsWith('BASELINE'));
  const below = steps.filter(([, row]) => isUpTo(row.version ?? '', version));
  const last = below.at(-1)?.[1];
  if (last === undefined) return;
  if (below.length === steps.length && !counted.has(key)) {
    throw new StrataError('live', `this database is at version ${last.version}, on its way to ${version}`, {
      hint: `${name} stands for that way in empty databases only. Go to its end with Flyway first: flyway migrate -target=${version}`,
    });
  }
  for (const [passed] of below) counted.delete(passed);
  counted.set(key, { ...last, checksum: null, success: below.every(([, row]) => row.success) });
}

function toRow(key: string, { type, script, checksum, success, at }: FlywayRow): LedgerRow {
  // One that is there after `countedRows` has failed, and the migration may be there in whole or in part.
  const isUndo = type.startsWith('UNDO');
  return {
    ...plainRow,
    key,
    shownAs: script.slice(script.lastIndexOf('/') + 1).replace(/\.sql$/, ''),
    state: success ? 'applied' : 'failed',
    appliedAt: at,
    checksum: checksum === null || isUndo ? undefined : String(checksum),
    log: isUndo ? `What failed was its undo, ${script}.` : undefined,
  };
}

function rowFor(ledger: Ledger, { name, up, ledgerMark }: Migration, ms: number, success: boolean) {
  const script = up.file.slice(up.file.lastIndexOf('/') + 1);
  return command(
    `INSERT INTO ${tableName(ledger)} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
     SELECT coalesce(max(installed_rank), 0) + 1, $1, $2, $3, $4, $5::integer, current_user, $6::integer, $7::boolean FROM ${tableName(ledger)}`,
    versionText(name),
    descriptionOf(name),
    name.startsWith('B') ? 'SQL_BASELINE' : 'SQL',
    script,
    ledgerMark,
    Math.round(ms),
    success,
  );
}

/** Removes the row of a failed attempt, which stops Flyway. */
function forgetFailed(ledger: Ledger, { name }: Migration) {
  return command(`DELETE FROM ${tableName(ledger)} WHERE NOT success AND ${isRowOf}`, ...rowValues(name));
}

/** `canonical` of the column, in SQL. */
const canonicalSql = String.raw`regexp_replace(regexp_replace(version, '(^|\.)0+(?=\d)', '\1', 'g'), '(\.0)+$', '')`;
/** Whether a row is of the migration that `rowValues` are of. */
const isRowOf = `(${canonicalSql} = $1 OR version IS NULL AND description = $2)`;

function rowValues(name: string): readonly (string | null)[] {
  const version = versionText(name);
  return version === null ? [null, descriptionOf(name)] : [canonical(version), null];
}

function keyOfScript(name: string): string {
  const version = versionText(name);
  return version === null ? `R ${descriptionOf(name)}` : `V ${canonical(version)}`;
}

/** The version as Flyway shows it: `1.2` for `V1_2__x`. Null for a repeatable script. */
function versionText(name: string): string | null {
  return /^[VUB](\d+(?:[._]\d+)*)__/.exec(name)?.[1]?.replaceAll('_', '.') ?? null;
}

function descriptionOf(name: string): string {
  return name.slice(name.indexOf('__') + 2).replaceAll('_', ' ');
}

/** The version without leading zeros in its parts and without zeros at its end: `1.0`, `01` and `1` are the same. */
function canonical(version: string): string {
  return parseFlywayVersion(version).join('.');
}

function isUpTo(version: string, last: string): boolean {
  return compareFlywayVersions(parseFlywayVersion(version), parseFlywayVersion(last)) <= 0;
}
