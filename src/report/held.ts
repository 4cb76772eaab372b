import type { LockMode, MigrationTrace } from '../model/trace.ts';
import { blocksReads, blocksWrites, lockModes } from '../postgres/locks.ts';

/** A lock on a table that was there before, strong enough that somebody would wait for it. */
export interface HeldLock {
  readonly relation: string;
  /** The strongest mode. */
  readonly mode: LockMode;
  readonly waits: 'reads and writes' | 'writes';
  /** Milliseconds from the beginning of the migration until the statement that took it in this mode. */
  readonly from: number;
  /** Milliseconds until the migration ended. */
  readonly ms: number;
  /** 1-based line in the file of that statement. */
  readonly line: number;
}

/** The strongest lock on each relation that a migration held until its end, longest first. */
export function heldLocks(told: MigrationTrace): readonly HeldLock[] {
  const strongest = new Map<string, HeldLock>();
  const total = told.statements.reduce((sum, { ms }) => sum + ms, 0);
  let from = 0;
  for (const statement of told.statements) {
    for (const { relation, relkind, mode } of statement.locks) {
      if (relkind === 'i' || relkind === 'S' || relkind === 'I' || relkind === 't') continue;
      if (!blocksReads(mode) && !blocksWrites(mode)) continue;
      const known = strongest.get(relation);
      if (known !== undefined && lockModes.indexOf(mode) <= lockModes.indexOf(known.mode)) continue;
      const waits = blocksReads(mode) ? 'reads and writes' : 'writes';
      strongest.set(relation, { relation, mode, waits, from, ms: total - from, line: statement.line });
    }
    from += statement.ms;
  }
  return [...strongest.values()].sort((a, b) => b.ms - a.ms || (a.relation < b.relation ? -1 : 1));
}
