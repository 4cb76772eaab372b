import type { Migration, Program } from './migration.ts';

/** Who keeps the ledger: the runner that applies the migrations, or Strata where a project has none. */
const ledgerKinds = [
  'prisma',
  'supabase',
  'drizzle',
  'dbmate',
  'goose',
  'flyway',
  'golang-migrate',
  'node-pg-migrate',
  'sqlx',
  'diesel',
  'sql-migrate',
  'sqitch',
  'strata',
] as const;
export type LedgerKind = (typeof ledgerKinds)[number];

/** A ledger, found in a database or about to be made there. */
export interface Ledger {
  readonly kind: LedgerKind;
  /** Where it is: unquoted. */
  readonly schema: string;
  readonly table: string;
  /** Columns that it has; empty where the table does not exist. */
  readonly columns: readonly string[];
  readonly exists: boolean;
}

/** What a ledger says of one migration. */
export interface LedgerEntry {
  /** The migration's name; for one that the folder does not know, what the ledger calls it. */
  readonly name: string;
  /** Undefined where the folder does not know it. */
  readonly migration: Migration | undefined;
  /** `failed`: begun and never finished, and the runner goes no further until that is settled. */
  readonly state: 'applied' | 'failed' | 'pending';
  /** Whether the file is still what was applied; `unknown` where the ledger keeps nothing of its text, or it is pending. */
  readonly text: 'same' | 'edited' | 'unknown';
  /** As the server writes it; undefined where the ledger keeps no time. */
  readonly appliedAt: string | undefined;
  /** What the ledger keeps to recognise the text, as it is written there. */
  readonly checksum: string | undefined;
  /** The SQL that was applied, where the ledger keeps it. */
  readonly appliedText: string | undefined;
  /** What the runner wrote down of a failure. */
  readonly log: string | undefined;
  /** It was recorded as applied without being run (`migrate resolve --applied`, a baseline). */
  readonly isOnlyRecorded: boolean;
  /** Pending, though a later one of the history is applied. */
  readonly isOutOfOrder: boolean;
  /** The migration before it that has the same version in the ledger, which cannot tell the two apart. */
  readonly sameVersionAs: string | undefined;
}

/** A program that the ledger does not have. */
export interface OpenProgram extends Program {
  /** Whether a migration behind it is applied. */
  readonly isPassed: boolean;
}

/** What a ledger says of a whole history: the folder's migrations in their order, then those the folder does not know. */
export interface LedgerState {
  readonly ledger: Ledger;
  readonly entries: readonly LedgerEntry[];
  /** Programs that the ledger does not have. */
  readonly openPrograms: readonly OpenProgram[];
}

/** A statement with its parameters. */
export interface Command {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Whether a pending migration may be the baseline of applied ones: it is the first of its folder, which lacks what it stands for. Its
 * objects are there already then.
 */
export function mayBeBaseline(
  { migration, state }: Pick<LedgerEntry, 'migration' | 'state'>,
  entries: readonly Pick<LedgerEntry, 'migration' | 'state'>[],
): boolean {
  return (
    state === 'pending' &&
    migration !== undefined &&
    entries.find((one) => one.migration !== undefined)?.migration === migration &&
    entries.some((one) => one.state === 'applied' && one.migration === undefined)
  );
}

/** What is said of such a migration, before the command that records it. */
export const baselineWords =
  'Where it is the baseline of what the folder does not hold, its objects are there already, and `strata deploy --out-of-order` would make them again. It takes the place of those in the ledger:';
