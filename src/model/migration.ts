import type { Finding } from './finding.ts';

/** How a folder of migrations is laid out on disk. */
export const layouts = ['prisma', 'supabase', 'drizzle', 'sql'] as const;
export type Layout = (typeof layouts)[number];

/** Who applies the migrations. It decides the transaction rules that a rehearsal follows. */
export const runners = ['prisma', 'supabase', 'drizzle', 'dbmate', 'goose', 'flyway', 'plain'] as const;
export type Runner = (typeof runners)[number];

/**
 * How the runner sends one migration:
 * - `simple-query`: the whole text at once; one implicit transaction unless it says BEGIN (Prisma, dbmate `transaction:false`)
 * - `pipeline`: its statements as one extended-protocol batch, one implicit transaction (Supabase)
 * - `block`: inside BEGIN ... COMMIT (Drizzle, dbmate, goose, node-pg-migrate)
 * - `autocommit`: statement by statement, each on its own (goose NO TRANSACTION)
 * - `auto`: `block`, unless a statement refuses to run in one; then `autocommit` (Flyway, plain SQL, psql)
 */
export type Transaction = 'simple-query' | 'pipeline' | 'block' | 'autocommit' | 'auto';

/** How each runner sends a migration that says nothing else. */
export const usualTransaction: Readonly<Record<Runner, Transaction>> = {
  prisma: 'simple-query',
  supabase: 'pipeline',
  drizzle: 'block',
  dbmate: 'block',
  goose: 'block',
  flyway: 'auto',
  plain: 'auto',
};

/** A run of SQL in a file: the whole file, or the up or the down part of it. */
export interface SqlText {
  /** Relative to the project's directory, with forward slashes. */
  readonly file: string;
  /** Decoded, without byte-order mark, line ends as in the file. */
  readonly text: string;
  /** 1-based line of the file on which `text` starts (at column 1). */
  readonly firstLine: number;
  /** What psql puts in for `\i` and `\ir`, in order: `text` holds it in the place of those commands. */
  readonly included?: readonly IncludedText[];
}

/** The text of a file within that of another. */
export interface IncludedText extends SqlText {
  /** Where it begins in the text that includes it. */
  readonly start: number;
  /** What stands in the including file: `\ir ../functions/charge_hours.sql`. */
  readonly command: string;
}

/** One named, ordered unit of SQL change. */
export interface Migration {
  /**
   * Unique in its history: folder name, file name without extension, or tag. Its ledger knows it by this name
   * (Prisma, Drizzle, plain) or by the version that begins it (Supabase, dbmate, goose, Flyway).
   */
  readonly name: string;
  readonly up: SqlText;
  readonly down?: SqlText;
  readonly transaction: Transaction;
  /** How the runner sends the down, where that is not how it sends the up. */
  readonly downTransaction?: Transaction;
  /** SHA-256 of the bytes that the runner executes, hex. */
  readonly hash: string;
  /** What its ledger knows it by besides: Drizzle's `when` in milliseconds, Flyway's CRC-32 of the lines (signed). */
  readonly ledgerMark?: number;
}

/** Whether the runner applies everything that is pending in one transaction. */
export function runsTogether({
  runner,
  isOneTransaction,
}: Pick<History, 'runner' | 'isOneTransaction'>): boolean {
  return runner === 'drizzle' || isOneTransaction === true;
}

/** The name of a first migration that stands in for what was there before, where only a part of a history is at hand. */
export const assumedName = '(assumed)';

/** A migration written in a programming language, which only its runner can run. */
export interface Program {
  /** As a migration of SQL in its place would be called. */
  readonly name: string;
  /** Relative to the project's directory, with forward slashes. */
  readonly file: string;
  /** How many of the history's migrations run before it. */
  readonly index: number;
}

/** The ordered migrations of one folder. */
export interface History {
  /** Absolute path of the project's directory. */
  readonly dir: string;
  readonly layout: Layout;
  readonly runner: Runner;
  /** Folder of the migrations, relative to `dir`. */
  readonly folder: string;
  /** `supabase`: roles, schemas and functions of that platform exist before the first migration. */
  readonly platform: Platform;
  /** The ledger's table where the project's configuration names one: `table` or `schema.table`, quoted where needed. */
  readonly ledgerTable?: string;
  /** Where its runner would make one in a database that has none, as the project's files tell. */
  readonly usualLedgerTable?: string;
  /** A runner without a name here applies everything that is pending in one transaction. */
  readonly isOneTransaction?: true;
  /** Schemas that its runner makes before the first migration, where they are missing; it works in the first of them. */
  readonly schemas?: readonly string[];
  /** What becomes of a file's text before it runs, where placeholders are filled in. The texts of `migrations` have been through it. */
  readonly fill?: (text: string) => string;
  readonly migrations: readonly Migration[];
  /** Those among them that are no SQL, in the order of their names; absent where there are none. */
  readonly programs?: readonly Program[];
  /** What the reader saw on the way: missing lock file, empty migration, colliding timestamps ... */
  readonly findings: readonly Finding[];
}

export const platforms = ['none', 'supabase'] as const;
export type Platform = (typeof platforms)[number];

/** One file to write, relative to the project's directory. */
export interface FileToWrite {
  readonly file: string;
  readonly text: string;
  /** It exists and is written anew: a journal. */
  readonly isUpdate: boolean;
}
