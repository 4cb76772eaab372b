import type { Queryable } from '../db/queryable.ts';
import type { Command, Ledger, LedgerEntry } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '../postgres/identifier.ts';

/** One line of a ledger that counts: what was rolled back or undone is left out. */
export interface LedgerRow
  extends Pick<LedgerEntry, 'appliedAt' | 'checksum' | 'appliedText' | 'log' | 'isOnlyRecorded'> {
  /** As `keyOf` says it. */
  readonly key: string;
  /** What people call it where the folder does not know it; undefined: as its key. */
  readonly shownAs?: string;
  readonly state: 'applied' | 'failed';
}

/** What is to be written down of a migration that ran. */
export interface Run {
  /** A UUID, for ledgers that name their rows so. */
  readonly id: string;
  readonly ms: number;
  /** The statements that were sent, for ledgers that keep them. */
  readonly statements: readonly string[];
}

/** How one runner keeps its ledger. Commands are meant to run where the migration ran: in its transaction, or right after it. */
export interface LedgerFormat {
  /** Throws where Strata only reads it. */
  readonly refuseWriting?: () => never;
  /** Where the runner makes it; without a schema: in the first one of the search path. */
  readonly schema: string | undefined;
  readonly table: string;
  /** It holds the last version and nothing else: all before that count as applied. */
  readonly namesOnlyLast?: true;
  /** Columns by which a table of any name is known. */
  readonly signature: readonly string[];
  /** Statements that make it, each safe to repeat. */
  create(ledger: Ledger): readonly string[];
  read(db: Queryable, ledger: Ledger, history: History): Promise<readonly LedgerRow[]>;
  /** What the ledger calls a migration. */
  keyOf(migration: Migration): string;
  /** Whether a row was written for the migration's present text. */
  judge(row: LedgerRow, migration: Migration): LedgerEntry['text'];
  /** Before a migration that does not run in one transaction: what the runner would leave if it died on the way. */
  start(ledger: Ledger, migration: Migration, run: Run): readonly Command[];
  /** What `start` left, when the migration could not be finished and something of it took effect. */
  fail?(ledger: Ledger, migration: Migration, log: string): readonly Command[];
  /** After it; `isStarted` where `start` was written before. */
  finish(ledger: Ledger, migration: Migration, run: Run, isStarted: boolean): readonly Command[];
  /** Its present text is what was applied. */
  bless(ledger: Ledger, migration: Migration, run: Run): readonly Command[];
  /** It was taken back; `previous` is what comes before it in the history. */
  forget(ledger: Ledger, migration: Migration, previous: Migration | undefined): readonly Command[];
  /**
   * One migration takes the place of others, and the number of the last of them, in a database that may be past them. Without
   * it: they are forgotten, and it is written down; that is wrong where a ledger's rows have an order that counts.
   */
  replace?(ledger: Ledger, old: readonly Migration[], baseline: Migration): readonly Command[];
}

/** The ledger's name as SQL. */
export function tableName({ schema, table }: Ledger): string {
  return qualifiedName(schema, table);
}

/** Makes a schema where it is missing. `IF NOT EXISTS` would ask for the right to make one even where it is there. */
export function makeSchema(name: string): string {
  const schema = quoteIdentifier(name);
  const isMissing = `pg_catalog.to_regnamespace(${quoteLiteral(schema)}) IS NULL`;
  return `DO ${quoteLiteral(`BEGIN IF ${isMissing} THEN CREATE SCHEMA ${schema}; END IF; END`)}`;
}

/** `INSERT` of the columns that the table has; runners have added some over time. */
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

/** What ledgers have in common that are written after a migration, and keep nothing of its text. */
export const keepsNoText = {
  judge: () => 'unknown',
  start: () => [],
  bless: () => [],
} as const satisfies Pick<LedgerFormat, 'judge' | 'start' | 'bless'>;

/** The digits that begin a name. */
export function versionOf({ name }: Pick<Migration, 'name'>): string {
  return /^[A-Za-z]?(\d+)/.exec(name)?.[1] ?? name;
}

/** The digits that begin a name, as a number without leading zeros. */
export function versionNumber(migration: Pick<Migration, 'name'>): string {
  return versionOf(migration).replace(/^0+(?=\d)/, '');
}

/** What a row holds of nothing in particular. */
export const plainRow = {
  state: 'applied',
  appliedAt: undefined,
  checksum: undefined,
  appliedText: undefined,
  log: undefined,
  isOnlyRecorded: false,
} as const;
