import { createHash } from 'node:crypto';
import type { Database } from '../engine/engine.ts';
import type { LiveServer } from '../engine/live-server.suite.ts';

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

interface RowOptions {
  readonly text?: string;
  readonly finished?: string;
  readonly steps?: number;
}

/** The ledger's row for one of these migrations, whose SQL is under its name; its checksum is that of `text`, where given. */
export function rowsFor(sql: Readonly<Record<string, string>>) {
  return (name: string, { text = sql[name] as string, ...more }: RowOptions = {}): string =>
    prismaRowSql(name, text, more);
}

/** A database to which these migrations were applied, and then something else happened. */
export async function databaseWith(
  server: LiveServer,
  sql: Readonly<Record<string, string>>,
  names: readonly string[],
  then = '',
): Promise<Database> {
  const row = rowsFor(sql);
  return server.databaseWith(
    prismaLedgerSql + names.map((name) => `${sql[name]}${row(name)}`).join('\n') + then,
  );
}
