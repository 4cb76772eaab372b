import type { Disagreement } from '../../declared/disagreement.ts';
import { sqlDisagreements } from '../../declared/sql-differences.ts';
import type { DriftedObject } from '../../model/drift.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Definition, Fact, Property, Schema } from '../../model/schema.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { lastTouch, type Touch } from './origin.ts';
import type { Sides } from './sides.ts';

/** An object that differs, before its cause is known. */
export type DifferingObject = Omit<DriftedObject, 'cause' | 'origin'> & {
  /** Its last mention by an applied migration; undefined where there is none. */
  readonly touch: Touch | undefined;
};

const kinds = { missing: 'extra', extra: 'missing', different: 'different', renamed: 'different' } as const;

/** The objects that differ. What lies in a schema that is itself missing or extra is listed with that schema. */
export function differingObjects(sides: Sides): readonly DifferingObject[] {
  const { changes, expected, live, applied, rehearsal } = sides;
  const all = sqlDisagreements(changes, expected, live);
  const wholes = new Map<string, Disagreement>();
  for (const one of all) if (one.what === 'schema' && one.kind !== 'different') wholes.set(one.name, one);
  const members = new Map<Disagreement, ObjectId[]>();
  const told = all.filter((one) => {
    const schema = (one.history ?? one.declared)?.schema;
    const whole = schema === undefined ? undefined : wholes.get(quoteIdentifier(schema));
    if (whole === undefined || whole === one || whole.kind !== one.kind) return true;
    const ids = members.get(whole) ?? [];
    ids.push(...one.ids);
    members.set(whole, ids);
    return false;
  });
  return told.map((one) => {
    const [lead] = one.ids as readonly [ObjectId, ...ObjectId[]];
    const id = one.ids.find((each) => each === `${one.what}:${one.name}`) ?? lead;
    const fact = expected.facts.get(id) ?? live.facts.get(id);
    return {
      kind: kinds[one.kind],
      id,
      what: one.what,
      name: one.name,
      ids: [...one.ids, ...(members.get(one) ?? [])],
      aspects: one.aspects,
      history: definitionWith(one.history, one.ids, expected),
      live: definitionWith(one.declared, one.ids, live),
      // What no migration makes has no origin; that of its table would only mislead.
      touch:
        one.kind === 'missing'
          ? undefined
          : fact && lastTouch({ migrations: applied }, rehearsal.trace, touchedFact(fact, sides)),
    };
  });
}

/**
 * A definition with what is told with the object: a column's `default`, and what its sequence says, as `sequenceIncrement`.
 * Undefined for what is not there.
 */
function definitionWith(
  lead: Fact | undefined,
  ids: readonly ObjectId[],
  { facts }: Schema,
): Definition | undefined {
  if (lead?.kind !== 'column') return lead?.definition;
  const told: { [property: string]: Property | undefined } = { ...lead.definition };
  for (const id of ids) {
    const { kind, definition } = facts.get(id) ?? lead;
    if (kind === 'default') told.default = definition.expression;
    if (kind !== 'sequence') continue;
    for (const [name, value] of Object.entries(definition)) told[`sequence${capitalised(name)}`] = value;
  }
  return told;
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The fact whose origin is looked for. That of a sequence's owner is the sequence: both are made with the serial column. */
function touchedFact(fact: Fact, { expected }: Sides): Fact {
  if (fact.kind !== 'sequence-owner') return fact;
  return expected.facts.get(`sequence:${fact.name}`) ?? fact;
}
