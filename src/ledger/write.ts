import type { Command, Ledger } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { makeSchema, type RecordedRun } from './format.ts';
import { formats } from './formats.ts';

export type { RecordedRun } from './format.ts';

/** Throws a `usage` error where Strata only reads a runner's ledger. */
export function assertWritable({ kind }: Pick<Ledger, 'kind'>): void {
  formats[kind].refuseWriting?.();
}

/** Whether a ledger that says of a migration that it is applied says so of all before it. */
export function namesOnlyLast({ kind }: Pick<Ledger, 'kind'>): boolean {
  return formats[kind].namesOnlyLast === true;
}

/** Whether a ledger tells a migration that was begun and never finished from one that is pending. */
export function tellsFailures({ kind }: Pick<Ledger, 'kind'>): boolean {
  return formats[kind].start !== undefined;
}

/**
 * Statements that make the ledger where it is missing, each safe to repeat; before it the schemas that its runner makes with it
 * (Flyway's `schemas`).
 */
export function createLedger(ledger: Ledger, { schemas = [] }: Pick<History, 'schemas'>): readonly string[] {
  return [...schemas.map(makeSchema), ...formats[ledger.kind].create(ledger)];
}

/**
 * Commands to commit before a migration that does not run in one transaction, so that nobody takes it for untouched; empty where
 * the ledger has no word for that.
 */
export function recordStart(ledger: Ledger, migration: Migration, run: RecordedRun): readonly Command[] {
  return formats[ledger.kind].start?.(ledger, migration, run) ?? [];
}

/** What the runner records of a migration that stopped half way; empty where it records no such thing. */
export function recordFailure(ledger: Ledger, migration: Migration, log: string): readonly Command[] {
  return formats[ledger.kind].fail?.(ledger, migration, log) ?? [];
}

/** What the runner records of a migration that is applied. */
export function recordApplied(
  ledger: Ledger,
  migration: Migration,
  run: RecordedRun,
  isStarted = false,
): readonly Command[] {
  return formats[ledger.kind].finish(ledger, migration, run, isStarted);
}

/**
 * Records the migration's present text as the applied one; empty where the ledger keeps no text. `was`: the checksum that the ledger
 * keeps of the one that was applied.
 */
export function recordText(
  ledger: Ledger,
  migration: Migration,
  run: RecordedRun,
  was: string | undefined,
): readonly Command[] {
  return formats[ledger.kind].bless(ledger, migration, run, was);
}

/** Replaces migrations by the baseline that was made from them, in a database that has applied them. */
export function recordSquashed(
  ledger: Ledger,
  old: readonly Migration[],
  baseline: Migration,
  run: RecordedRun,
): readonly Command[] {
  const { replace, forget, finish } = formats[ledger.kind];
  if (replace !== undefined) return replace(ledger, old, baseline);
  return [
    ...old.toReversed().flatMap((migration, i, all) => forget(ledger, migration, all[i + 1])),
    ...finish(ledger, baseline, run, false),
  ];
}

/** Makes a migration pending again; `previous` is the one before it in the history. */
export function recordRolledBack(
  ledger: Ledger,
  migration: Migration,
  previous: Migration | undefined,
): readonly Command[] {
  return formats[ledger.kind].forget(ledger, migration, previous);
}
