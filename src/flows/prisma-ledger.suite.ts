import { createHash } from 'node:crypto';

/** The table in which Prisma writes down what it applied. */
export const prismaLedgerSql = `CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz,
  migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0);`;

/** Its row for a migration with this text; `finished` and `log` are SQL. */
export function prismaRowSql(
  name: string,
  text: string,
  { finished = 'now()', log = 'NULL', steps = 1 } = {},
): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, logs, applied_steps_count)
    VALUES (gen_random_uuid()::text, '${hash}', '${name}', ${finished}, ${log}, ${steps});`;
}
