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
