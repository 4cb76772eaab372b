import type { Direction, EditEffect, StatementState } from './deployment.ts';
import type { Finding } from './finding.ts';
import type { Ledger, LedgerEntry, OpenProgram } from './ledger.ts';
import type { LiveProject } from './live-project.ts';

/** How many transactions took effect of a migration (up), or of its down. */
export interface HalfApplied {
  readonly direction: Direction;
  readonly done: number;
  readonly of: number;
  /** It was edited since, so that nothing goes on with it. */
  readonly isEdited: boolean;
}

/** One migration as ledger and folder see it. */
export interface StatusEntry extends LedgerEntry {
  /** Why its file cannot be read; undefined where it can. */
  readonly unread: Finding | undefined;
  /** What an edit of the file means; undefined where it was not edited. */
  readonly effect: EditEffect | undefined;
  /** Where `strata deploy` or `strata rollback` was interrupted on the way. */
  readonly halfApplied: HalfApplied | undefined;
  /** What its statements left, where another tool began it and never finished; else undefined. */
  readonly statements: readonly StatementState[] | undefined;
  /** Behind which of them a run may go on; undefined where that cannot be told. */
  readonly resumeAt: number | undefined;
  /** Whether all of it takes effect or nothing; undefined where the folder does not hold it. */
  readonly isAtomic: boolean | undefined;
}

/** What a live database's ledger says, beside the folder. */
export interface Status extends LiveProject {
  /** Nothing failed, is unknown, edited or out of order. Pending migrations are well. */
  readonly ok: boolean;
  /** `18.4` */
  readonly serverVersion: string;
  readonly ledger: Ledger;
  /** Who is deploying at this moment; undefined where nobody is. */
  readonly deployer: string | undefined;
  readonly entries: readonly StatusEntry[];
  readonly openPrograms: readonly OpenProgram[];
}
