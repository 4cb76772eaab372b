import { runsTogether } from '../../model/migration.ts';
import { runnerWords } from '../../model/runner-words.ts';
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
  const { name, why, outside } = runnerWords(failure.history);
  return {
    ...single,
    message: `${what} cannot run in the transaction that ${name} wraps around this migration`,
    notes: [why],
    hint: outside,
  };
}

/** Whether the file itself has begun a transaction that is still open at the statement. */
function opensOwnTransaction({ migration, at }: Failure): boolean {
  const before = splitStatements(migration.up.text).statements.slice(0, at.statement - 1);
  const last = before.findLast((statement) => controlsTransaction(statement));
  return last !== undefined && !endsTransaction(last);
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
    notes: [runnerWords(failure.history).why],
    hint: 'Take BEGIN, COMMIT and ROLLBACK out of the file, also out of its DO blocks and the procedures that it calls.',
  };
}
