import { kindOf } from '../../model/object-id.ts';
import { type Hazard, hazardKinds } from '../../model/plan.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import type { Context } from '../kind.ts';

/**
 * The hazards of a statement about a fact, the worst first. What concerns only relations that the plan itself makes is none:
 * nobody uses them yet.
 */
export function tellHazards(said: readonly Hazard[], about: Fact, context: Context): Hazard[] {
  return said.length === 0 || isFresh(about, context) ? [] : inOrder(said);
}

/** Hazards said twice are told once. */
function inOrder(hazards: readonly Hazard[]): Hazard[] {
  const byText = new Map<string, Hazard>();
  for (const hazard of hazards) {
    const key = `${hazard.kind} ${hazard.message}`;
    if (byText.get(key)?.countQuery === undefined) byText.set(key, hazard);
  }
  return [...byText.values()].sort((a, b) => hazardKinds.indexOf(a.kind) - hazardKinds.indexOf(b.kind));
}

/** Whether the relation that the fact is part of is made by this plan. */
function isFresh(fact: Fact, context: Context): boolean {
  // Attaching concerns those who use the partitioned table.
  if (fact.kind === 'partition')
    return context.isCreated(`table:${fact.definition.of}`) && context.isCreated(fact.parent!);
  for (let id = fact.parent; id !== undefined; ) {
    if (relations.has(kindOf(id)) && context.isCreated(id)) return true;
    id = (context.to.facts.get(id) ?? context.from.facts.get(id))?.parent;
  }
  return false;
}

const relations: ReadonlySet<FactKind> = new Set(['table', 'foreign-table', 'view', 'materialized-view']);
