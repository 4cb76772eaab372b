import type { LockMode, MigrationTrace, StatementTrace } from '../model/trace.ts';
import { blocksReads, blocksWrites, lockModes } from '../postgres/locks.ts';

/** A lock on a table that existed before, strong enough to block other sessions. */
export interface HeldLock {
  readonly relation: string;
  /** The strongest mode. */
  readonly mode: LockMode;
  readonly waits: 'reads and writes' | 'writes';
  /** Milliseconds from the beginning of the migration until the statement that took it in this mode. */
  readonly from: number;
  /** Milliseconds until its transaction ended. */
  readonly ms: number;
  /** 1-based line in the file of that statement. */
  readonly line: number;
}

/**
 * The strongest lock on each relation that a migration took, longest first. A lock is held until its transaction ends; without
 * `transactions`, the number of each statement's transaction, the migration counts as one.
 */
export function heldLocks(told: MigrationTrace, transactions?: readonly number[]): readonly HeldLock[] {
  const held = new Map<string, HeldLock>();
  const ends = transactionEnds(told, transactions);
  let from = 0;
  for (const statement of told.statements) {
    const ms = (ends.get(numberOf(statement, transactions)) ?? 0) - from;
    for (const { relation, relkind, mode } of statement.locks) {
      if (relkind === 'i' || relkind === 'S') continue;
      if (!blocksReads(mode) && !blocksWrites(mode)) continue;
      const known = held.get(relation);
      const isStronger = known === undefined || lockModes.indexOf(mode) > lockModes.indexOf(known.mode);
      const isLonger = known !== undefined && mode === known.mode && ms > known.ms;
      if (!isStronger && !isLonger) continue;
      const waits = blocksReads(mode) ? 'reads and writes' : 'writes';
      held.set(relation, { relation, mode, waits, from, ms, line: statement.line });
    }
    from += statement.ms;
  }
  return [...held.values()].sort((a, b) => b.ms - a.ms || (a.relation < b.relation ? -1 : 1));
}

/** When each transaction ends, in milliseconds since the migration began. */
function transactionEnds(
  told: MigrationTrace,
  transactions: readonly number[] | undefined,
): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let at = 0;
  for (const statement of told.statements) {
    at += statement.ms;
    ends.set(numberOf(statement, transactions), at);
  }
  return ends;
}

function numberOf({ index }: StatementTrace, transactions: readonly number[] | undefined): number {
  return transactions?.[index - 1] ?? 0;
}
