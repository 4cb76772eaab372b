import type { LiveProject } from './live-project.ts';
import type { Migration } from './migration.ts';
import type { Hazard } from './plan.ts';
import type { DownProof } from './proof.ts';
import type { SqlError } from './trace.ts';

/** One statement as it is sent. */
export interface UnitStatement {
  /** 1-based in its migration. */
  readonly number: number;
  readonly sql: string;
  /** Line in the file, 1-based. */
  readonly line: number;
  /** Rows for a `COPY ... FROM stdin`. */
  readonly copyData?: string;
  /** It changes a setting of the session, on which what follows may rely. */
  readonly isSetting?: true;
}

/**
 * What takes effect as a whole or not at all:
 * - `transaction`: statements that commit together
 * - `bare`: one statement that refuses a transaction block (CREATE INDEX CONCURRENTLY) and may leave something half done
 */
export interface Unit {
  readonly kind: 'transaction' | 'bare';
  readonly statements: readonly UnitStatement[];
  /** Who ends the transaction: the runner, or the file itself with its last statement (COMMIT, or anything else). */
  readonly ending: 'runner' | 'own-commit' | 'own-other';
}

/** The texts that units send, in order. */
export function sqlOf(units: readonly Unit[]): readonly string[] {
  return units.flatMap(({ statements }) => statements.map(({ sql }) => sql));
}

/** How many statements units hold. */
export function countStatements(units: readonly Unit[]): number {
  return units.reduce((sum, { statements }) => sum + statements.length, 0);
}

/** Whether migrations are applied or taken back. */
export type Direction = 'up' | 'down';

/** A migration, taken apart into what takes effect at once. */
export interface DeployMigration {
  readonly migration: Migration;
  /** Of the text that runs, which is its down's where it is taken back: half of one text and half of another is neither. */
  readonly hash: string;
  readonly units: readonly Unit[];
  /** Whether it may leave the session, or the end of a transaction, with another role or other settings. */
  readonly changesSettings: boolean;
}

/** A hazard of a pending migration. */
export interface DeployHazard extends Hazard {
  readonly migration: string;
  /** Line in its file; undefined where it is not one statement's. */
  readonly line: number | undefined;
  /** The table concerned, as SQL. */
  readonly table: string | undefined;
  /** Read-only SQL that answers whether there is anything to lose. */
  readonly probe?: string;
  /** Read-only SQL that answers whether the database has what is destroyed, where the rehearsal had it not: else it is no hazard. */
  readonly ifThere?: string;
  /** A TRUNCATE that goes on to the tables that reference `table`; the live database may have more of them. */
  readonly cascades?: boolean;
  /**
   * What a pending statement does to the rows in question before they are looked at, in words: rows that are there now need not
   * stand in the way then.
   */
  readonly mended?: string;
}

/** A hazard, with what the live database says of it. */
export interface JudgedHazard extends DeployHazard {
  /** It stops the deploy unless it is allowed. */
  readonly isRefused: boolean;
  /** Rows that break what the migration demands, and a few of them by their keys. */
  readonly violations?: { readonly count: number; readonly sample: readonly string[] };
  /** What was seen in the database, a sentence. */
  readonly seen?: string;
}

/** How deploying a migration went. */
export interface DeployedMigration {
  readonly name: string;
  readonly ms: number;
  /** Units that an earlier, interrupted run had finished. */
  readonly resumedFrom: number;
  /** How often a lock was waited for in vain. */
  readonly retries: number;
}

/** Where a deploy stopped. */
export interface DeployFailure {
  readonly migration: string;
  readonly file: string;
  readonly statement: UnitStatement;
  /** `isInterrupted`: whoever had started the run has stopped it. */
  readonly error: Omit<SqlError, 'offset'> & { readonly isInterrupted?: true };
  readonly retries: number;
  /** Whose locks it waited for, in words. */
  readonly blockers?: string;
  /** One sentence: what of the migration is in the database now. */
  readonly left: string;
}

export interface DeployOutcome {
  readonly deployed: readonly DeployedMigration[];
  readonly failure: DeployFailure | undefined;
  /** How many were to be done when the run had its turn: somebody else may have done others of the work. */
  readonly total: number;
}

/** One migration that is to be applied. */
export interface PlannedMigration {
  readonly name: string;
  readonly statements: number;
  /** Transactions, and statements outside of any. */
  readonly units: number;
  /** How many of them an interrupted run has finished. */
  readonly done: number;
  /** What is sent, in order. */
  readonly sql: readonly { readonly number: number; readonly line: number; readonly sql: string }[];
}

/** Pending migrations that are applied, or would be. */
export interface Deployment extends LiveProject {
  /** Everything that was to be applied is applied; for a dry run: nothing stands in the way. */
  readonly ok: boolean;
  /** Names what is to be applied and where; the same text gives the same id. */
  readonly plan: string;
  readonly pending: readonly PlannedMigration[];
  readonly hazards: readonly JudgedHazard[];
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
  /** Undefined for a dry run, and where a hazard was refused. */
  readonly outcome: DeployOutcome | undefined;
}

/** Applied migrations that are taken back, or would be. */
export interface Rollback extends LiveProject {
  /** Everything that was to be taken back is; for a dry run: nothing stands in the way. */
  readonly ok: boolean;
  readonly plan: string;
  /** In the order in which they are taken back: the newest first. */
  readonly downs: readonly DownProof[];
  /** What the downs destroy of what is there now. */
  readonly hazards: readonly JudgedHazard[];
  /** Undefined for a dry run, and where something stood in the way. */
  readonly outcome: DeployOutcome | undefined;
}

/** What became of one statement of a migration that was stopped half way. */
export interface StatementState {
  /** 1-based. */
  readonly number: number;
  readonly line: number;
  /** Its beginning, on one line. */
  readonly sql: string;
  /** `unknown`: it leaves nothing that a catalog tells, or only some of it is there. */
  readonly state: 'done' | 'missing' | 'unknown';
}

/** What happens during a deploy, as it happens. */
export type DeployProgress =
  | { readonly kind: 'waiting'; readonly message: string }
  /** What an interrupted statement left behind goes before it runs again. */
  | { readonly kind: 'clearing'; readonly message: string }
  | { readonly kind: 'migration'; readonly name: string; readonly index: number; readonly total: number }
  | {
      readonly kind: 'statement';
      readonly migration: string;
      readonly number: number;
      readonly total: number;
      readonly sql: string;
      /** How many statements were sent with it; `number` is the last one's. */
      readonly count: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'retry';
      readonly migration: string;
      readonly attempt: number;
      readonly message: string;
    };

/** An applied migration whose file is not what was applied any more. */
export type EditEffect =
  | { readonly kind: 'same' }
  /** One line for each difference between what was applied and what the file would make now. */
  | { readonly kind: 'different'; readonly differences: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };
