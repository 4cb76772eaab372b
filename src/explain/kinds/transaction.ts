import { type Runner, runsTogether } from '../../model/migration.ts';
import { quoteLiteral, splitIdentifier } from '../../postgres/identifier.ts';
import { splitStatements } from '../../sql/split.ts';
import { controlsTransaction, endsTransaction } from '../../sql/statement.ts';
import type { Explanation, Failure } from '../failure.ts';

/** 25001: PostgreSQL refuses the statement in a transaction block; explained by the rules of the runner. */
export function refusedInTransaction(failure: Failure): Explanation | undefined {
  const what =
    /^(.+?) (?:cannot run inside a transaction block|cannot be executed (?:within a pipeline|from a function))/.exec(
      failure.error.message,
    )?.[1];
  if (what === undefined) return undefined;
  const single = { rule: 'needs-own-transaction', focus: 'CONCURRENTLY' } as const;
  if (opensOwnTransaction(failure)) {
    return {
      ...single,
      message: `${what} cannot run between the BEGIN and COMMIT of this file`,
      notes: [],
      hint: 'Put the statement outside of them, or into a migration of its own.',
    };
  }
  const { name, why, mend } = wordsOf(failure.history);
  return {
    ...single,
    message: `${what} cannot run in the transaction that ${name} wraps around this migration`,
    notes: [why],
    hint: mend,
  };
}

/** Whether the file itself has begun a transaction that is still open at the statement. */
function opensOwnTransaction({ migration, at }: Failure): boolean {
  const before = splitStatements(migration.up.text).statements.slice(0, at.statement - 1);
  const last = before.findLast((statement) => controlsTransaction(statement));
  return last !== undefined && !endsTransaction(last);
}

interface RunnerWords {
  readonly name: string;
  readonly why: string;
  readonly mend: string;
}

const runnerWords = {
  prisma: {
    name: 'Prisma',
    why: 'Prisma sends the whole file as one query; PostgreSQL runs several statements in one query as one transaction.',
    mend: 'Put the statement alone into a migration of its own (prisma migrate dev --create-only); a file with one statement runs outside a transaction.',
  },
  supabase: {
    name: 'the Supabase CLI',
    why: 'The Supabase CLI sends the file and its ledger row as one batch; all but its first statement run in one transaction.',
    mend: 'Put the statement first in a migration of its own: there it runs before the transaction begins.',
  },
  drizzle: {
    name: 'Drizzle',
    why: 'Drizzle runs all pending migrations in one transaction.',
    mend: 'Build the index without CONCURRENTLY where the table is small, or run this statement by hand before the migration and write CREATE INDEX IF NOT EXISTS here.',
  },
  dbmate: {
    name: 'dbmate',
    why: 'dbmate wraps each migration in a transaction, and with transaction:false still sends the file as one query.',
    mend: 'Put the statement alone into a migration that begins with: -- migrate:up transaction:false',
  },
  goose: {
    name: 'goose',
    why: 'goose wraps each migration in a transaction unless the file says otherwise.',
    mend: 'Add this line at the top of the file: -- +goose NO TRANSACTION',
  },
  flyway: {
    name: 'Flyway',
    why: 'Flyway wraps each migration in a transaction; it refuses to mix statements that can and cannot run in one.',
    mend: 'Put the statement into a migration of its own.',
  },
  plain: {
    name: 'the runner',
    why: 'The file opens a transaction of its own, or the runner wraps one around it.',
    mend: 'Put the statement outside BEGIN … COMMIT, or into a migration of its own.',
  },
} as const satisfies Record<Runner, RunnerWords>;

/** Runners of plain SQL, by the table in which they keep their ledger. */
const plainWords: Readonly<Record<string, RunnerWords>> = {
  _sqlx_migrations: {
    name: 'sqlx',
    why: 'sqlx wraps each migration in a transaction unless its first line says otherwise.',
    mend: 'Put the statement alone into a migration whose first line is: -- no-transaction',
  },
  __diesel_schema_migrations: {
    name: 'diesel',
    why: 'diesel wraps each migration in a transaction unless its metadata.toml says otherwise.',
    mend: 'Put the statement alone into a migration, with metadata.toml beside its up.sql: run_in_transaction = false',
  },
};

function wordsOf({ runner, usualLedgerTable = '' }: Failure['history']): RunnerWords {
  return (runner === 'plain' ? plainWords[usualLedgerTable] : undefined) ?? runnerWords[runner];
}

/** What people call the runner. */
export function runnerName(runner: Runner): string {
  return runnerWords[runner].name;
}

/** 55P04: a new enum value is used in the transaction that adds it. https://www.postgresql.org/docs/18/sql-altertype.html */
export function enumValueTooNew(failure: Failure): Explanation | undefined {
  const [, value, type] =
    /unsafe use of new value "(.+?)" of enum type (.+)$/.exec(failure.error.message) ?? [];
  if (value === undefined || type === undefined) return undefined;
  return {
    rule: 'enum-value-too-new',
    message: `value \`${value}\` of enum \`${splitIdentifier(type).join('.')}\` is used in the same transaction that adds it`,
    notes: [
      'PostgreSQL lets ALTER TYPE … ADD VALUE run in a transaction, but the value can be used only after that transaction commits.',
    ],
    hint: `Split the migration: ALTER TYPE ${type} ADD VALUE ${quoteLiteral(value)}; in one migration, everything that uses it in the next${runsTogether(failure.history) ? ', which is deployed later: what is pending together shares one transaction' : ''}.`,
    focus: value,
  };
}

/** 25P02 and 25001 leftovers, 2D000: the file's own BEGIN and COMMIT do not fit its runner. */
export function brokenTransaction(failure: Failure): Explanation | undefined {
  if (!/transaction/.test(failure.error.message)) return undefined;
  return {
    rule: 'transaction-control',
    message: `the migration's own transaction control does not fit its runner: ${failure.error.message}`,
    notes: [wordsOf(failure.history).why],
    hint: 'Take BEGIN, COMMIT and ROLLBACK out of the file, also out of its DO blocks and the procedures that it calls.',
  };
}
