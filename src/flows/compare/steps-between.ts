import { planChanges } from '../../diff/plan.ts';
import { planRenames } from '../../diff/renames/plan.ts';
import { StrataError } from '../../model/errors.ts';
import type { Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';

/** The steps from one Schema to another; empty where no plan can be made, for which `strata plan` gives the reason. */
export function stepsBetween(from: Schema, to: Schema, renames: readonly Rename[] = []): readonly Step[] {
  try {
    return [...planRenames(from, renames), ...planChanges(from, to).steps];
  } catch (error) {
    if (error instanceof StrataError) return [];
    throw error;
  }
}
