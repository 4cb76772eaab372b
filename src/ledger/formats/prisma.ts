import { createHash } from 'node:crypto';
import type { Migration } from '../../model/migration.ts';
import { command, insertInto, type LedgerFormat, type LedgerRow, tableName } from '../format.ts';

/** `_prisma_migrations`: one row for each attempt, with the SHA-256 of the file. */
export const prisma: LedgerFormat = {
  schema: undefined,
  table: '_prisma_migrations',
  signature: ['migration_name', 'checksum', 'applied_steps_count', 'rolled_back_at'],
  create: (ledger) => [
    `CREATE TABLE IF NOT EXISTS ${tableName(ledger)} (
    id varchar(36) PRIMARY KEY NOT NULL,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
)`,
  ],
  async read(db, ledger) {
    const rows = await db.query<PrismaRow>(
      `SELECT migration_name AS name, checksum, logs, applied_steps_count AS steps, finished_at AS finished
         FROM ${tableName(ledger)} WHERE rolled_back_at IS NULL ORDER BY started_at, id`,
    );
    const byName = new Map<string, LedgerRow>();
    for (const { name, checksum, logs, steps, finished } of rows) {
      // One attempt that never ended stops Prisma, whatever another one did.
      if (byName.get(name)?.state === 'failed') continue;
      byName.set(name, {
        key: name,
        state: finished === null ? 'failed' : 'applied',
        appliedAt: finished ?? undefined,
        checksum,
        appliedText: undefined,
        log: logs === null || logs === '' ? undefined : logs,
        isOnlyRecorded: finished !== null && steps === 0,
      });
    }
    return [...byName.values()];
  },
  keyOf: ({ name }) => name,
  judge: ({ checksum }, migration) =>
    checksum !== undefined && checksumsOf(migration).includes(checksum) ? 'same' : 'edited',
  start: (ledger, { name, hash }, { id }) => [
    insertInto(ledger, { id, checksum: hash, migration_name: name, applied_steps_count: 0 }),
  ],
  fail: (ledger, { name }, log) => [
    command(
      `UPDATE ${tableName(ledger)} SET logs = $2 WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      name,
      log,
    ),
  ],
  finish: (ledger, { name, hash }, { id, ms }, isStarted) =>
    isStarted
      ? [
          command(
            `UPDATE ${tableName(ledger)} SET finished_at = clock_timestamp(), applied_steps_count = 1, logs = NULL, checksum = $2
              WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
            name,
            hash,
          ),
          // Somebody may have marked the attempt as rolled back in the meantime.
          command(
            `INSERT INTO ${tableName(ledger)} (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
             SELECT $1, $2, $3::varchar, clock_timestamp(), clock_timestamp(), 1 WHERE NOT EXISTS (SELECT FROM ${tableName(ledger)}
              WHERE migration_name = $3::varchar AND finished_at IS NOT NULL AND rolled_back_at IS NULL)`,
            id,
            hash,
            name,
          ),
        ]
      : [
          command(
            `INSERT INTO ${tableName(ledger)} (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
             VALUES ($1, $2, $3, clock_timestamp() - $4 * interval '1 millisecond', clock_timestamp(), 1)`,
            id,
            hash,
            name,
            Math.round(ms),
          ),
        ],
  bless: (ledger, { name, hash }) => [
    command(
      `UPDATE ${tableName(ledger)} SET checksum = $2 WHERE migration_name = $1 AND rolled_back_at IS NULL`,
      name,
      hash,
    ),
  ],
  forget: (ledger, { name }) => [
    command(
      `UPDATE ${tableName(ledger)} SET rolled_back_at = clock_timestamp() WHERE migration_name = $1 AND rolled_back_at IS NULL`,
      name,
    ),
  ],
};

interface PrismaRow {
  readonly name: string;
  readonly checksum: string;
  readonly logs: string | null;
  readonly steps: number;
  readonly finished: string | null;
}

/** The checksums of a file with either line ending: Prisma accepts both, since Git may change them. */
function checksumsOf({ hash, up }: Migration): readonly string[] {
  const lf = up.text.replaceAll('\r\n', '\n');
  const texts = [lf, lf.replaceAll('\n', '\r\n')].flatMap((text) => [text, `\ufeff${text}`]);
  return [hash, ...texts.map((text) => createHash('sha256').update(text).digest('hex'))];
}
