import {
  type RecordedRun,
  recordApplied,
  recordFailure,
  recordRolledBack,
  recordStart,
  tellsFailures,
} from '../ledger/write.ts';
import type { Direction } from '../model/deployment.ts';
import type { Command, Ledger, LedgerState } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { nameOfDown } from './progress.ts';

/** What is written of a migration that goes one way. */
export interface Books {
  /** What `strata.progress` calls it. */
  readonly name: string;
  /** Whether the ledger says that it has gone that way already. */
  isDone(state: LedgerState): boolean;
  start(run: RecordedRun): readonly Command[];
  finish(run: RecordedRun, isStarted: boolean): readonly Command[];
  fail(log: string): readonly Command[];
  /** Makes the ledger forget it. */
  forget(): readonly Command[];
  /** Nothing of it took effect: as if it had never been begun. */
  takeBack(): readonly Command[];
}

/** Which way a history goes, and where that is written down. */
interface Bookkept {
  readonly direction: Direction;
  readonly ledger: Ledger;
  readonly history: History;
}

/** The books of applying a migration, or of taking it back. */
export function booksFor(
  { direction, ledger, history: { migrations } }: Bookkept,
  migration: Migration,
): Books {
  const previous = migrations[migrations.findIndex(({ name }) => name === migration.name) - 1];
  const forget = () => recordRolledBack(ledger, migration, previous);
  const isApplied = ({ entries }: LedgerState) =>
    entries.some(({ name, state }) => name === migration.name && state === 'applied');
  if (direction === 'down') {
    return {
      name: nameOfDown(migration.name),
      isDone: (state) => !isApplied(state),
      start: () => [],
      finish: forget,
      fail: () => [],
      forget,
      takeBack: () => [],
    };
  }
  return {
    name: migration.name,
    isDone: isApplied,
    start: (run) => recordStart(ledger, migration, run),
    finish: (run, isStarted) => recordApplied(ledger, migration, run, isStarted),
    fail: (log) => recordFailure(ledger, migration, log),
    forget,
    takeBack: () => (tellsFailures(ledger) ? forget() : []),
  };
}
