import type { FileToWrite } from './migration.ts';
import type { Proof } from './proof.ts';

/** One baseline of many migrations, written or planned. */
export interface Squash {
  readonly dir: string;
  readonly folder: string;
  readonly squashed: readonly string[];
  readonly baseline: string;
  readonly files: readonly FileToWrite[];
  /** Files that go, relative to the project. */
  readonly removed: readonly string[];
  readonly proof: Proof;
  /** Rows that the baseline writes as the squashed migrations did; proven to be the same. */
  readonly carried: readonly CarriedRows[];
  /** What else the squashed migrations did that no schema holds: a new database would lack it. */
  readonly notCarried: readonly NotCarried[];
  /** For databases past the last squashed migration: what makes their ledger name the baseline instead. */
  readonly ledgerSql: string;
  readonly isWritten: boolean;
  readonly notes: readonly string[];
}

/** How many rows of which table a baseline writes. */
export interface CarriedRows {
  readonly table: string;
  readonly rows: number;
}

/** A statement whose effect a baseline does not have. */
export interface NotCarried {
  readonly file: string;
  readonly line: number;
  /** Its beginning, on one line. */
  readonly sql: string;
}
