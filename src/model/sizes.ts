/** How large the tables of a live database are, without a word of what is in them. */
export interface TableSizes {
  readonly version: 1;
  /** `2026-11-20T14:00:00.000Z`. */
  readonly takenAt: string;
  /** By qualified name, unquoted: `public.users`. */
  readonly tables: Readonly<Record<string, TableSize>>;
}

/** The size of a table; that of a partitioned one is the sum of its partitions. */
export interface TableSize {
  /** As the server estimates; -1 where it has no estimate. */
  readonly rows: number;
  /** With indexes and long values. */
  readonly bytes: number;
}

/**
 * Up to this size work on a whole table is over before anybody has waited for it. Strata's own choice, as docs/rules.md says it.
 */
export const smallBytes = 8 * 1024 ** 2;

/** From this size on such work keeps others waiting, and a deploy refuses it. Strata's own choice, as docs/live.md says it. */
export const bigBytes = 1024 ** 3;
