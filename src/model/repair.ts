import type { JudgedHazard } from './deployment.ts';
import type { DriftedObject } from './drift.ts';
import type { LiveProject } from './live-project.ts';
import type { FileToWrite } from './migration.ts';
import type { ObjectId } from './object-id.ts';
import type { Step } from './plan.ts';
import type { DownProof, Proof } from './proof.ts';

/** What came of a repair that was applied. */
export interface RepairOutcome {
  /** The statement that the server refused, with what it said. */
  readonly failure:
    | {
        readonly sql: string;
        readonly code: string;
        readonly message: string;
        /** Whose locks it waited for, in words. */
        readonly blockers: string | undefined;
      }
    | undefined;
  /** What of the chosen objects still differs, read again afterwards. */
  readonly left: readonly string[];
}

/** What settles drift, or begins a history: planned, or done. */
export interface Repair extends Pick<LiveProject, 'dir' | 'shownUrl'> {
  /** Nothing stands in the way, or it is done. */
  readonly ok: boolean;
  readonly kind: 'revert' | 'adopt' | 'record' | 'baseline';
  /** Names exactly what would be done, and the database that it is for; undefined where there is nothing to do. */
  readonly plan: string | undefined;
  readonly objects: readonly DriftedObject[];
  readonly steps: readonly Step[];
  /** The steps as SQL that runs. */
  readonly sql: string;
  readonly proof: Proof | undefined;
  readonly files: readonly FileToWrite[];
  readonly downs: readonly DownProof[];
  /** Migrations that are written down as applied. */
  readonly recorded: readonly string[];
  readonly effect: Effect | undefined;
  readonly hazards: readonly JudgedHazard[];
  readonly outcome: RepairOutcome | undefined;
  readonly notes: readonly string[];
}

/** Whether the effect of migrations is in a database that does not say that they were applied. */
export interface Effect {
  /** What they make or change that is there just so. */
  readonly present: readonly ObjectId[];
  /** What is not: absent, or in other words. */
  readonly absent: readonly { readonly id: ObjectId; readonly sentence: string }[];
  /** Statements that change rows, of which no schema tells: `file:line`. */
  readonly dataStatements: readonly string[];
}
