import type { Queryable } from '../db/queryable.ts';
import { isUnread } from '../model/finding.ts';
import type { Ledger, LedgerEntry, LedgerState } from '../model/ledger.ts';
import type { History, Migration, Program } from '../model/migration.ts';
import { findLedger } from './find.ts';
import type { LedgerFormat, LedgerRow } from './format.ts';
import { formats } from './formats.ts';

/** Reads the state of a history from a database's ledger. Without a ledger everything is pending. */
export async function readLedger(db: Queryable, history: History): Promise<LedgerState> {
  const ledger = await findLedger(db, history);
  const rows = ledger.exists ? await formats[ledger.kind].read(db, ledger, history) : [];
  return stateOf(ledger, rows, history);
}

/** The migrations of the folder that the ledger says are applied, in the history's order. */
export function appliedMigrations({ entries }: LedgerState): readonly Migration[] {
  return entries.flatMap(({ state, migration }) =>
    state === 'applied' && migration !== undefined ? [migration] : [],
  );
}

/** Whether the ledger's entry was written for this text of its migration. */
export function wasApplied(ledger: Ledger, entry: LedgerEntry, text: Migration): boolean {
  return formats[ledger.kind].judge({ ...entry, key: entry.name, state: 'applied' }, text) === 'same';
}

function stateOf(
  ledger: Ledger,
  rows: readonly LedgerRow[],
  { migrations, programs = [], findings }: History,
): LedgerState {
  const format = formats[ledger.kind];
  const byKey = new Map(rows.map((row) => [row.key, row]));
  const unread = new Set(findings.filter(isUnread).map(({ migration }) => migration));
  const firstOf = new Map<string, Migration>();
  const known = migrations.map((migration) => {
    const key = format.keyOf(migration);
    const first = firstOf.get(key);
    if (first !== undefined) return { ...pending(migration), sameVersionAs: first.name };
    firstOf.set(key, migration);
    const entry = entryOf(format, migration, byKey.get(key));
    // What cannot be read is not what was applied, and was not edited either.
    return unread.has(migration.name) ? { ...entry, text: 'unknown' as const } : entry;
  });
  for (const key of firstOf.keys()) byKey.delete(key);
  // The one version of a ledger that names only the last may be another application's.
  const isRecorded = ({ name, file }: Program) =>
    format.namesOnlyLast !== true && byKey.delete(format.keyOf({ name, up: { file } }));
  const open = programs.filter((program) => !isRecorded(program));
  const lastApplied = known.findLastIndex(
    ({ state, migration }) => state === 'applied' && !isRepeatable(migration),
  );
  const entries = known.map((entry, i) => ({
    ...entry,
    isOutOfOrder: entry.state === 'pending' && i < lastApplied && !isRepeatable(entry.migration),
  }));
  return {
    ledger,
    entries: [...entries, ...[...byKey.values()].map(unknownEntry)],
    openPrograms: open.map((program) => ({ ...program, isPassed: program.index <= lastApplied })),
  };
}

function entryOf(format: LedgerFormat, migration: Migration, row: LedgerRow | undefined): LedgerEntry {
  if (row === undefined) return pending(migration);
  const { key: _, shownAs: __, ...kept } = row;
  // What was only recorded may leave nothing to judge by.
  const isBlank = row.isOnlyRecorded && row.checksum === undefined && row.appliedText === undefined;
  const text = isBlank ? 'unknown' : format.judge(row, migration);
  if (isRepeatable(migration) && text === 'edited') return pending(migration);
  return { ...kept, name: migration.name, migration, text, isOutOfOrder: false, sameVersionAs: undefined };
}

function pending(migration: Migration): LedgerEntry {
  return {
    name: migration.name,
    migration,
    state: 'pending',
    text: 'unknown',
    appliedAt: undefined,
    checksum: undefined,
    appliedText: undefined,
    log: undefined,
    isOnlyRecorded: false,
    isOutOfOrder: false,
    sameVersionAs: undefined,
  };
}

function unknownEntry({ key, shownAs, ...kept }: LedgerRow): LedgerEntry {
  return {
    ...kept,
    name: shownAs ?? key,
    migration: undefined,
    text: 'unknown',
    isOutOfOrder: false,
    sameVersionAs: undefined,
  };
}

/** Flyway's `R__`: runs after all others, and again whenever it was edited. */
export function isRepeatable(migration: Migration | undefined): boolean {
  return migration !== undefined && migration.ledgerMark !== undefined && migration.name.startsWith('R__');
}
