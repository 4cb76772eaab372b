import { objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Context, Statements } from '../../kind.ts';

// Online, tables in use are blocked for moments only. Indexes are built CONCURRENTLY, foreign keys and checks are added NOT VALID
// and validated afterwards, NOT NULL is proven by a check first, keys are made from a finished index. Each such statement commits
// or runs alone, so that no lock is held while it takes long.

/** Whether somebody may be using the table while the plan runs: it was there before, and is not made anew with all that belongs to it. */
export function isInUse(table: string, context: Context): boolean {
  const ids = [objectId('table', table), objectId('materialized-view', table)];
  return ids.some((id) => context.from.facts.has(id) && !context.isCreated(id));
}

/** A scan that stops nobody. */
export function readsBeside(table: string): Hazard {
  return { kind: 'scans', message: `All rows of ${table} are read, while others go on reading and writing.` };
}

/** Adds a constraint for new rows, and validates it for the others. `refusals`: rows that may stand in the way. */
export function addAndValidate(
  table: string,
  name: string,
  definition: string,
  refusals: readonly Hazard[],
): Statements {
  return [
    { sql: `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition} NOT VALID`, transaction: 'commits' },
    {
      sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
      hazards: [readsBeside(table), ...refusals],
      transaction: 'commits',
    },
  ];
}
