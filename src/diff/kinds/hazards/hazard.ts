import type { ObjectId } from '../../../model/object-id.ts';
import type { Hazard, HazardKind } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';

/** A hazard, with the query that counts the rows concerned where there is one. */
export function hazard(kind: HazardKind, message: string, countQuery?: string): Hazard {
  return countQuery === undefined ? { kind, message } : { kind, message, countQuery };
}

/** `during` says what goes on meanwhile: `it is written anew`. */
export function blocksAll(table: string, during: string): Hazard {
  return hazard(
    'blocks-reads',
    `ACCESS EXCLUSIVE lock on ${table}: nobody reads or writes it while ${during}.`,
  );
}

/** `during` says what goes on meanwhile: `its index is built`. */
export function blocksWrites(table: string, during: string): Hazard {
  return hazard('blocks-writes', `SHARE lock on ${table}: nobody writes it while ${during}.`);
}

/** One statement, and the fact that it is about before and after. */
export interface PlannedStatement {
  readonly sql: string;
  readonly id: ObjectId;
  readonly before: Fact | undefined;
  readonly after: Fact | undefined;
  readonly context: Context;
}
