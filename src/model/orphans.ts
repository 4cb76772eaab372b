import type { SoftReference } from './policies.ts';

/** What a soft reference points at, and does not find. */
export interface Orphans {
  readonly reference: SoftReference;
  /** Rows whose value is in no row of what it refers to. */
  readonly rows: number;
  /** Some of their values, sorted. */
  readonly examples: readonly string[];
  /** Lists them all. */
  readonly sql: string;
}

/** The soft references of a project, counted one by one: one that cannot be counted does not stop the others. */
export interface OrphanCount {
  readonly counted: readonly Orphans[];
  readonly notCounted: readonly NotCounted[];
}

interface NotCounted {
  readonly reference: SoftReference;
  /** Why: in the server's words, or that it took too long. */
  readonly reason: string;
}
