import type { Hazard, HazardKind } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';

// What statements may do to a running system, in the words of people. A kind says its own with each statement that it writes.
// Locks as listed in https://www.postgresql.org/docs/18/explicit-locking.html

/** A hazard, with the question for the rows concerned where there is one. */
export function hazard(kind: HazardKind, message: string, question?: Question): Hazard {
  return question === undefined ? { kind, message } : { kind, message, question };
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

/** `deed` is what writes the table: `SET LOGGED`. */
export function writesAnew(table: string, deed: string): Hazard[] {
  return [hazard('rewrites', `${deed} writes all of ${table} anew.`), blocksAll(table, 'it is written anew')];
}

/** `what` is what the rows of the blocked table are read for: `a is never null`. */
export function readsBlocked(table: string, what: string): Hazard[] {
  return [
    hazard('scans', `All rows of ${table} are read to see that ${what}.`),
    blocksAll(table, 'they are read'),
  ];
}

/** Something that applications may use is dropped, or gets another name. */
export function breaksCode(name: string): Hazard {
  return hazard('breaks-code', `Code that still uses ${name} fails.`);
}

/** A sequence goes or starts anew: values that were taken back or deleted may be given out again. */
export function forgottenCount(sequence: string): Hazard {
  return hazard('irreversible', `${sequence} loses its current value.`);
}

/** A sequence gets bounds that do not hold all of the old ones. */
export function movedCount(sequence: string): Hazard {
  return hazard(
    'irreversible',
    `Where ${sequence} has counted beyond its new bounds, it goes on at the nearest.`,
  );
}

/** What dropping what code may name, as a view or a routine, does to those who use it, unless another takes its place. */
export function hazardsOfLeaving({ id, name }: Fact, { to }: Context): Hazard[] {
  return to.facts.has(id) ? [] : [breaksCode(name)];
}
