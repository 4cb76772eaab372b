/** How large the tables of a live database are, without a word of what is in them. */
export interface TableSizes {
  readonly version: 1;
  /** `2026-11-20T14:00:00.000Z`. */
  readonly takenAt: string;
  /** By qualified name, unquoted: `public.users`. */
  readonly tables: Readonly<Record<string, TableSize>>;
}

export interface TableSize {
  /** As the server estimates. */
  readonly rows: number;
  /** With indexes and long values. */
  readonly bytes: number;
}

/** Up to so many bytes a table is read and written anew before anybody has waited for it. */
export const smallBytes = 8 * 1024 * 1024;
