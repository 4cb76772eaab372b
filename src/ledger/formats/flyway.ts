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
        `SELECT version, description, type, checksum, success, installed_on::text AS at
           FROM ${tableName(ledger)} ORDER BY installed_rank`,
      ),
      history,
    ),
  keyOf: ({ name }) => keyOfScript(name),
  judge({ checksum }, { ledgerMark }) {
    if (checksum === undefined) return 'unknown';
    return checksum === String(ledgerMark) ? 'same' : 'edited';
  },
  start: () => [],
  finish: (ledger, migration, { ms }) => [rowFor(ledger, migration, ms)],
  bless: (ledger, { name, ledgerMark }) => [
    command(
      `UPDATE ${tableName(ledger)} SET checksum = $1, description = $2 WHERE version = $3 AND success AND type LIKE 'SQL%'`,
      ledgerMark,
      descriptionOf(name),
      versionText(name),
    ),
  ],
  forget: (ledger, { name }) => [
    command(`DELETE FROM ${tableName(ledger)} WHERE version = $1`, versionText(name)),
  ],
};

interface FlywayRow {
  readonly version: string | null;
  readonly description: string;
  readonly type: string;
  readonly checksum: number | null;
  readonly success: boolean;
  readonly at: string;
}

/** What an undo or a deletion took back does not count; a baseline stands for all versions up to its own. */
function countedRows(rows: readonly FlywayRow[], { migrations }: History): readonly LedgerRow[] {
  const counted = new Map<string, LedgerRow>();
  let baseline: FlywayRow | undefined;
  for (const row of rows) {
    const key = row.version === null ? `R ${row.description}` : `V ${canonical(row.version)}`;
    if (row.type === 'SCHEMA') continue;
    if (row.type === 'BASELINE') baseline = row;
    else if (row.type === 'DELETE' || (row.type.startsWith('UNDO') && row.success)) counted.delete(key);
    else counted.set(key, toRow(key, row));
  }
  const isBelow = (name: string) =>
    baseline !== undefined &&
    name.startsWith('V') &&
    compareVersions(versionText(name) ?? '', baseline.version ?? '') <= 0;
  for (const { name } of migrations.filter((one) => isBelow(one.name))) {
    const key = keyOfScript(name);
    if (!counted.has(key))
      counted.set(key, { ...plainRow, key, appliedAt: baseline?.at, isOnlyRecorded: true });
  }
  return [...counted.values()];
}

function toRow(key: string, { checksum, success, at }: FlywayRow): LedgerRow {
  return {
    ...plainRow,
    key,
    state: success ? 'applied' : 'failed',
    appliedAt: at,
    checksum: checksum === null ? undefined : String(checksum),
  };
}

function rowFor(ledger: Ledger, { name, up, ledgerMark }: Migration, ms: number) {
  const script = up.file.slice(up.file.lastIndexOf('/') + 1);
  return command(
    `INSERT INTO ${tableName(ledger)} (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
     SELECT coalesce(max(installed_rank), 0) + 1, $1, $2, $3, $4, $5::integer, current_user, $6::integer, true FROM ${tableName(ledger)}`,
    versionText(name),
    descriptionOf(name),
    name.startsWith('B') ? 'SQL_BASELINE' : 'SQL',
    script,
    ledgerMark,
    Math.round(ms),
  );
}

function keyOfScript(name: string): string {
  const version = versionText(name);
  return version === null ? `R ${descriptionOf(name)}` : `V ${canonical(version)}`;
}

/** As Flyway shows it: `V1_2__x` is version 1.2. Null for a repeatable script. */
function versionText(name: string): string | null {
  return /^[VUB](\d+(?:[._]\d+)*)__/.exec(name)?.[1]?.replaceAll('_', '.') ?? null;
}

function descriptionOf(name: string): string {
  return name.slice(name.indexOf('__') + 2).replaceAll('_', ' ');
}

function partsOf(version: string): readonly bigint[] {
  return version.split('.').map((part) => BigInt(/^\d+$/.test(part) ? part : 0));
}

/** `1.0` and `1` are one version. */
function canonical(version: string): string {
  return partsOf(version)
    .join('.')
    .replace(/(\.0)+$/, '');
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [first, second] = [left[i] ?? 0n, right[i] ?? 0n];
    if (first !== second) return first < second ? -1 : 1;
  }
  return 0;
}
