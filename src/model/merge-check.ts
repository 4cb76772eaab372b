/**
 * Why two branches' migrations cannot simply be put together:
 * - `same-number`: their runner would take the two for one
 * - `fails`: one does not run where the other ran before it, or not at all
 * - `order-matters`: both run, and what they leave depends on which was first
 */
export interface MergeConflict {
  readonly kind: 'same-number' | 'fails' | 'order-matters';
  /** Of this branch; undefined where it is not one's alone. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  /** The object that is at stake; undefined for numbers. */
  readonly object: string | undefined;
  readonly message: string;
  readonly hint: string;
  readonly where: { readonly file: string; readonly line: number } | undefined;
}

/** Whether the migrations of two branches go together. */
export interface MergeCheck {
  readonly ok: boolean;
  readonly dir: string;
  readonly folder: string;
  readonly base: string;
  /** Migrations added on this branch, and on the other one, since they parted. */
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly conflicts: readonly MergeConflict[];
  /** Whether all rows were compared, and are the same in both orders; false where a conflict was found before. */
  readonly sameRows: boolean;
  /** What a person should know, a sentence each. */
  readonly notes: readonly string[];
}
