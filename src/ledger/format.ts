import type { Queryable } from '../db/queryable.ts';
import type { Command, Ledger, LedgerEntry } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';

/** A row of a ledger that counts; rows that were rolled back or undone are left out. */
export interface LedgerRow
  extends Pick<LedgerEntry, 'appliedAt' | 'checksum' | 'appliedText' | 'log' | 'isOnlyRecorded'> {
  /** The migration's name in the ledger, as `keyOf` returns it. */
  readonly key: string;
  /** What people call it where the folder lacks it; undefined: its key. */
  readonly shownAs?: string;
  readonly state: 'applied' | 'failed';
}

/** What is to be recorded of a migration that ran. */
export interface RecordedRun {
  /** A UUID, for ledgers that name their rows so. */
  readonly id: string;
  readonly ms: number;
  /** The statements that were sent, for ledgers that keep them. */
  readonly statements: readonly string[];
}

/** As much of a migration as its ledger names it by. */
export interface NamedMigration {
  readonly name: string;
  readonly up: { readonly file: string };
}

/** How one runner keeps its ledger. Its commands run where the migration ran: in its transaction, or right after it. */
export interface LedgerFormat {
  /** Throws; there only where Strata cannot write this ledger. */
  readonly refuseWriting?: () => never;
  /** The schema in which the runner makes it; undefined: the first one of the search path. */
  readonly schema: string | undefined;
  readonly table: string;
  /** It holds only the last version; all before that count as applied. */
  readonly namesOnlyLast?: true;
  /** Columns by which a table of any name is known. */
  readonly signature: readonly string[];
  /** Statements that make it, each safe to repeat. */
  create(ledger: Ledger): readonly string[];
  read(db: Queryable, ledger: Ledger, history: History): Promise<readonly LedgerRow[]>;
  /** What the ledger calls a migration. */
  keyOf(migration: NamedMigration): string;
  /** Whether a row was written for the migration's present text. */
  judge(row: LedgerRow, migration: Migration): LedgerEntry['text'];
  /**
   * Writes down that a migration was begun that does not run in one transaction, so that it reads as failed until `finish`. There
   * only where the ledger tells what failed from what is pending.
   */
  start?(ledger: Ledger, migration: Migration, run: RecordedRun): readonly Command[];
  /** Changes what `start` wrote, where the migration failed and a part of it took effect. */
  fail?(ledger: Ledger, migration: Migration, log: string): readonly Command[];
  /** Records a migration that ran; `isStarted`: `start` was recorded before. */
  finish(ledger: Ledger, migration: Migration, run: RecordedRun, isStarted: boolean): readonly Command[];
  /** Records the migration's present text as the one that was applied; `was`: the checksum that the ledger keeps of that. */
  bless(ledger: Ledger, migration: Migration, run: RecordedRun, was: string | undefined): readonly Command[];
  /** Removes a migration that was taken back; `previous` is the one before it in the history. */
  forget(ledger: Ledger, migration: Migration, previous: Migration | undefined): readonly Command[];
  /**
   * Replaces migrations by a baseline that has the number of the last of them, in a database that may have later ones. Where this
   * is missing, they are removed and the baseline is recorded; that is wrong for a ledger whose rows have an order that counts.
   */
  replace?(ledger: Ledger, old: readonly Migration[], baseline: Migration): readonly Command[];
}

/** The ledger's name as SQL. */
export function tableName({ schema, table }: Ledger): string {
  return qualifiedName(schema, table);
}

/** Makes a schema where it is missing. `IF NOT EXISTS` would need the right to make one even where it exists. */
export function makeSchema(name: string): string {
  const schema = quoteIdentifier(name);
  const isMissing = `pg_catalog.to_regnamespace(${quoteLiteral(schema)}) IS NULL`;
  return `DO ${quoteLiteral(`BEGIN IF ${isMissing} THEN CREATE SCHEMA ${schema}; END IF; END`)}`;
}

/** An `INSERT` of those columns that the table has; runners have added some over time. */
export function insertInto(ledger: Ledger, row: Readonly<Record<string, unknown>>): Command {
  const columns = Object.keys(row).filter((name) => ledger.columns.includes(name) || !ledger.exists);
  const names = columns.map(quoteIdentifier).join(', ');
  const places = columns.map((_, i) => `$${i + 1}`).join(', ');
  return {
    sql: `INSERT INTO ${tableName(ledger)} (${names}) VALUES (${places})`,
    values: columns.map((name) => row[name]),
  };
}

export function command(sql: string, ...values: readonly unknown[]): Command {
  return { sql, values };
}

/** What ledgers have in common that are written after a migration and keep nothing of its text. */
export const keepsNoText = {
  judge: () => 'unknown',
  bless: () => [],
} as const satisfies Pick<LedgerFormat, 'judge' | 'bless'>;

/** The digits that begin a name. */
export function versionOf({ name }: Pick<Migration, 'name'>): string {
  return /^[A-Za-z]?(\d+)/.exec(name)?.[1] ?? name;
}

/** The digits that begin a name, as a number without leading zeros. */
export function versionNumber(migration: Pick<Migration, 'name'>): string {
  return versionOf(migration).replace(/^0+(?=\d)/, '');
}

/** The defaults of a row that says nothing else. */
export const plainRow = {
  state: 'applied',
  appliedAt: undefined,
  checksum: undefined,
  appliedText: undefined,
  log: undefined,
  isOnlyRecorded: false,
} as const;
