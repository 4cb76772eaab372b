import type { FileToWrite } from './migration.ts';
import type { Plan } from './plan.ts';
import type { DownProof, Proof } from './proof.ts';
import type { NotModelled, Schema } from './schema.ts';

/** What leads from one Schema to another, how far that is proven, and what the comparison left out. */
export interface PlannedDifference {
  readonly plan: Plan;
  /** Undefined where nothing was to be proven: it was not wanted, nothing differs, or nothing was there to run it on. */
  readonly proof: Proof | undefined;
  /** What neither side's reader knows how to compare. */
  readonly notModelled: readonly NotModelled[];
  /** What a person should know of how the sides were read, a sentence each. */
  readonly notes: readonly string[];
}

/** What `strata diff` found between two sources. */
export interface SchemaDifference extends PlannedDifference {
  /** The plan as SQL that runs. */
  readonly sql: string;
}

/** What `strata plan` planned for a project; no files where nothing differs. */
export interface PlannedMigrations extends PlannedDifference {
  /** Absolute. */
  readonly dir: string;
  readonly files: readonly FileToWrite[];
  readonly isWritten: boolean;
  readonly downs: readonly DownProof[];
}

/** A source as SQL. */
export interface Dump {
  /** The whole schema as an empty database of the same platform takes it; the same bytes for the same schema. */
  readonly sql: string;
  /** The same as facts. */
  readonly schema: Schema;
  /** What the dump does not hold. */
  readonly notModelled: readonly NotModelled[];
  readonly notes: readonly string[];
}
