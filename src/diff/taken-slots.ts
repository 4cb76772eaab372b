import type { Fact, Schema } from '../model/schema.ts';
import type { Kinds } from './kind.ts';

/** All ids and slots of a Schema's facts: what nothing else can be called. */
export function takenSlots({ facts }: Schema, kinds: Kinds): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const fact of facts.values()) for (const slot of slotsOf(fact, kinds)) taken.add(slot);
  return taken;
}

/** The id of a fact, which no other has, and its slots. */
export function slotsOf(fact: Fact, kinds: Kinds): readonly string[] {
  return [fact.id, ...(kinds[fact.kind].slots?.(fact) ?? [])];
}
