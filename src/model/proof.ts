import type { Place } from './errors.ts';

/** What running a plan on a clone with sample rows has shown, and what it could not. */
export interface Proof {
  /** Tables whose sample rows were there before, and as many afterwards. Qualified and quoted, sorted. */
  readonly survived: readonly string[];
  /** Data that the plan says it destroys, in words. */
  readonly destroyed: readonly string[];
  /** Tables that no sample row could be kept in: nothing is known of their rows. */
  readonly withoutRows: readonly string[];
  /** What the server said where sample rows stopped the plan; it came through without them. */
  readonly stops: readonly string[];
}

/** What running a migration up, down and up again on a clone with sample rows has shown. */
export interface DownProof {
  readonly migration: string;
  /**
   * - `proven`: the schema is back as it was, and rows that the up had kept are all there
   * - `stops-on-rows`: proven for empty tables; where the tables of `message` hold rows, the server refuses
   * - `unproven`: it fails, leaves a difference or loses rows
   * - `no-down`: there is none
   */
  readonly verdict: 'proven' | 'stops-on-rows' | 'unproven' | 'no-down';
  /** The down was planned by Strata, not written in the history. */
  readonly isGenerated: boolean;
  /** The SQL that Strata planned; undefined for a down of the history, and where the up failed before one could be planned. */
  readonly planned: string | undefined;
  /** What is wrong, one sentence. */
  readonly message: string | undefined;
  /** The evidence, a line each. */
  readonly notes: readonly string[];
  /** What the up destroys or leaves otherwise and no down can bring back, in words. */
  readonly lost: readonly string[];
  readonly where: Place | undefined;
}

/** What taking a whole history down and up again has shown, with the rows of the project's own seeds. */
export interface SeedProof {
  /** Relative to the project's directory, in the order in which they were loaded. */
  readonly files: readonly string[];
  /** How many rows the seeds brought, into how many tables. */
  readonly rows: number;
  readonly tables: number;
  /** What running them a second time did; undefined where the first did not come through. */
  readonly again: SeedRepeat | undefined;
  /** The earliest migration whose down was run; undefined where the last one has none. */
  readonly downTo: string | undefined;
  readonly verdict: 'proven' | 'unproven';
  /** What is wrong, one sentence. */
  readonly message: string | undefined;
  readonly where: Place | undefined;
  /** What each down gave up of the rows, in words; those that gave up nothing are left out. */
  readonly givenUp: readonly { readonly migration: string; readonly lost: readonly string[] }[];
}

/** What running seeds again, on the rows that they brought, has changed. */
export interface SeedRepeat {
  /** Tables that hold other rows afterwards. Qualified and quoted, sorted. */
  readonly changed: readonly string[];
  /** What the server said; undefined where it took every statement. */
  readonly refused: string | undefined;
}

/** What is proven of one project's downs. */
export interface ProvenProject {
  /** Relative to where the command ran. */
  readonly dir: string;
  readonly folder: string;
  readonly downs: readonly DownProof[];
  /** What the rows of its seeds have shown; undefined where it has none, or no down. */
  readonly seeded: SeedProof | undefined;
  /** The migration at which the history stops replaying, and nothing more could be tried. */
  readonly stoppedAt: string | undefined;
}

/** What is proven of the downs of several projects. */
export interface ProofReport {
  /** No down is unproven, with sample rows and with the seeds' rows, and every history replays. */
  readonly ok: boolean;
  readonly projects: readonly ProvenProject[];
  /** Folders that were not searched and seeds that were not used, a sentence each. */
  readonly notes: readonly string[];
}
