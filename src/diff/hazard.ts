import type { Hazard, HazardKind } from '../model/plan.ts';

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
