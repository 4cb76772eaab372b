import type { History, Runner } from './migration.ts';

interface RunnerWords {
  /** What people call it. */
  readonly name: string;
  /** How its transactions come about. */
  readonly why: string;
  /** How it is told to run a statement outside of a transaction. */
  readonly outside: string;
}

const wordsOfRunners: Readonly<Record<Runner, RunnerWords>> = {
  prisma: {
    name: 'Prisma',
    why: 'Prisma sends the whole file as one query; PostgreSQL runs several statements in one query as one transaction.',
    outside:
      'Put the statement alone into a migration of its own (prisma migrate dev --create-only); a file with one statement runs outside a transaction.',
  },
  supabase: {
    name: 'the Supabase CLI',
    why: 'The Supabase CLI sends the file and its ledger row as one batch; all but its first statement run in one transaction.',
    outside:
      'Put the statement first in a migration of its own: there it runs before the transaction begins.',
  },
  drizzle: {
    name: 'Drizzle',
    why: 'Drizzle runs all pending migrations in one transaction.',
    outside:
      'Run the statement by hand before the migration, and write it there with IF NOT EXISTS: Drizzle has no way around its transaction.',
  },
  dbmate: {
    name: 'dbmate',
    why: 'dbmate wraps each migration in a transaction, and with transaction:false still sends the file as one query.',
    outside: 'Put the statement alone into a migration that begins with: -- migrate:up transaction:false',
  },
  goose: {
    name: 'goose',
    why: 'goose wraps each migration in a transaction unless the file says otherwise.',
    outside: 'Put the statement into a migration that begins with: -- +goose NO TRANSACTION',
  },
  flyway: {
    name: 'Flyway',
    why: 'Flyway wraps each migration in a transaction; it refuses to mix statements that can and cannot run in one.',
    outside:
      'Put the statement into a migration of its own: Flyway runs it outside a transaction when it is alone.',
  },
  plain: {
    name: 'the runner',
    why: 'The file opens a transaction of its own, or the runner wraps one around it.',
    outside: 'Put the statement into a migration of its own, outside BEGIN … COMMIT.',
  },
};

/** Runners of plain SQL, by the table in which they keep their ledger. */
const wordsOfLedgers: Readonly<Record<string, RunnerWords>> = {
  _sqlx_migrations: {
    name: 'sqlx',
    why: 'sqlx wraps each migration in a transaction unless its first line says otherwise.',
    outside: 'Put the statement alone into a migration whose first line is: -- no-transaction',
  },
  __diesel_schema_migrations: {
    name: 'diesel',
    why: 'diesel wraps each migration in a transaction unless its metadata.toml says otherwise.',
    outside:
      'Put the statement alone into a migration, with metadata.toml beside its up.sql: run_in_transaction = false',
  },
  gorp_migrations: {
    name: 'sql-migrate',
    why: 'sql-migrate wraps each migration in a transaction unless its mark says otherwise.',
    outside: 'Put the statement into a migration that begins with: -- +migrate Up notransaction',
  },
};

/** What is said of the runner of a history and of its transactions, by whoever explains, judges or advises. */
export function runnerWords({
  runner,
  usualLedgerTable = '',
}: Pick<History, 'runner' | 'usualLedgerTable'>): RunnerWords {
  return (runner === 'plain' ? wordsOfLedgers[usualLedgerTable] : undefined) ?? wordsOfRunners[runner];
}
