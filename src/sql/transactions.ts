import type { Transaction } from '../model/migration.ts';
import type { Script, Statement } from './split.ts';
import {
  addedEnumValue,
  controlsTransaction,
  endsTransaction,
  needsTransaction,
  refusesTransaction,
} from './statement.ts';

/** A statement with its number in its script, from 1. */
export interface NumberedStatement {
  readonly statement: Statement;
  readonly number: number;
}

/** Statements that share a transaction under their runner's rules: they hold their locks together and take effect at once. */
export interface TransactionGroup {
  /** At least one, in order. */
  readonly statements: readonly NumberedStatement[];
  /** It is a single statement that the server runs outside of a transaction block, and that would behave otherwise inside one. */
  readonly isBare: boolean;
}

/** How `auto` is settled for this text; the others are what they are. */
export function effectiveTransaction(
  text: string,
  script: Script,
  transaction: Transaction,
): Exclude<Transaction, 'auto'> {
  if (transaction !== 'auto') return transaction;
  const [first, ...others] = script.statements;
  if (first !== undefined && others.length === 0 && mindsPartitions(first)) return 'autocommit';
  const needsOwn = script.statements.some((one) => refusesTransaction(one, text) || controlsTransaction(one));
  return needsOwn || usesNewEnumValue(text, script) ? 'autocommit' : 'block';
}

/** An enum value cannot be used before the transaction that adds it has committed. */
function usesNewEnumValue(text: string, script: Script): boolean {
  return script.statements.some((statement) => {
    const added = addedEnumValue(statement, text);
    return added !== undefined && text.indexOf(added, statement.end) !== -1;
  });
}

/**
 * Divides a script into its transactions. Each ends with a COMMIT of the script's own, if there is one.
 *
 * A script sent as a pipeline is one implicit transaction, except that its first statement, and the first after a COMMIT, stand
 * outside of it: there CREATE INDEX CONCURRENTLY passes and LOCK TABLE does not (seen on PostgreSQL 18.4).
 * https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export function transactionGroups(
  text: string,
  script: Script,
  transaction: Transaction,
): readonly TransactionGroup[] {
  const settled = effectiveTransaction(text, script, transaction);
  const isDivided = settled === 'autocommit' || settled === 'pipeline';
  const groups: TransactionGroup[] = [];
  let open: NumberedStatement[] | undefined;
  let isOutside = isDivided || (settled === 'simple-query' && script.statements.length === 1);
  for (const [i, statement] of script.statements.entries()) {
    const one = { statement, number: i + 1 };
    if (open === undefined && isOutside && mindsBlock(statement, text)) {
      groups.push({ statements: [one], isBare: true });
      isOutside = settled === 'autocommit';
      continue;
    }
    const isFirst = open === undefined;
    open ??= [];
    open.push(one);
    if (isFirst) groups.push({ statements: open, isBare: false });
    const isOnItsOwn = settled === 'autocommit' && isFirst && !controlsTransaction(statement);
    if (!isOnItsOwn && !endsTransaction(statement)) continue;
    open = undefined;
    isOutside = isDivided;
  }
  return groups;
}

/** For each statement of a script the number of its transaction, from 1. */
export function transactionNumbers(
  text: string,
  script: Script,
  transaction: Transaction,
): readonly number[] {
  return transactionGroups(text, script, transaction).flatMap(({ statements }, i) =>
    statements.map(() => i + 1),
  );
}

/** Whether PostgreSQL refuses the statement inside a transaction block, or outside of one. */
function mindsBlock(statement: Statement, text: string): boolean {
  return refusesTransaction(statement, text) || needsTransaction(statement) || mindsPartitions(statement);
}

/** Whether it refuses the statement inside a block where the table is partitioned. https://www.postgresql.org/docs/18/sql-reindex.html */
function mindsPartitions({ head }: Statement): boolean {
  return /^(REINDEX|CLUSTER)\b/.test(head);
}
