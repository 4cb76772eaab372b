import type { ObjectId } from './object-id.ts';

/** One rule of the database taken away or weakened. */
export interface Mutant {
  /** Unique and stable: `drop check public.users.users_email_check`. */
  readonly id: string;
  readonly object: ObjectId;
  /** To be run by a superuser, in one transaction. */
  readonly sql: readonly string[];
}

/** A rule that is not tried. */
export interface Spared {
  readonly id: string;
  readonly object: ObjectId;
  /** A sentence without its full stop. */
  readonly because: string;
}

/**
 * - `killed`: the tests failed, as they should
 * - `timed-out`: they ran for much longer than without a mutation, which somebody would notice
 * - `survived`: they passed
 * - `not-reached`: they passed, and asked for no database of this project
 */
export type TestOutcome = 'killed' | 'timed-out' | 'survived' | 'not-reached';

export interface TriedMutant extends Mutant {
  readonly verdict: TestOutcome;
  /** Wall milliseconds of the tests. */
  readonly ms: number;
}

/** What `strata mutate` found out. */
export interface MutationReport {
  /** No mutant survived. */
  readonly ok: boolean;
  /** Relative to where the command ran. */
  readonly dir: string;
  /** Wall milliseconds of the tests without a mutation; undefined where the mutants were only listed. */
  readonly baselineMs: number | undefined;
  readonly tried: readonly TriedMutant[];
  /** Mutants that were listed and not tried. */
  readonly listed: readonly Mutant[];
  readonly spared: readonly Spared[];
}

/** What `strata mutate` asks of the test databases of one run of the tests, as JSON in a file. */
export interface MutationOrder {
  /** Differs from one `strata mutate` to the next, so that no run meets the databases of another. */
  readonly run: string;
  readonly id: string;
  /** Absolute path of the folder of migrations that is meant. */
  readonly folder: string;
  /** Run by a superuser after the migrations and before the seed; none for the run without a mutation. */
  readonly sql: readonly string[];
  /**
   * Absolute path of a file to which the test databases append lines: `mutated` once the rule is gone, `applied` once a database can
   * be had, or `refused` and why.
   */
  readonly newsFile: string;
}
