import { kindOf } from '../../model/object-id.ts';
import { type Hazard, hazardKinds } from '../../model/plan.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import type { Context } from '../kind.ts';

/** The hazards of a statement, each once, the worst first. */
export function worstFirst(hazards: readonly Hazard[]): readonly Hazard[] {
  const byText = new Map<string, Hazard>();
  for (const hazard of hazards) {
    const key = `${hazard.kind} ${hazard.message}`;
    if (byText.get(key)?.question === undefined) byText.set(key, hazard);
  }
  return [...byText.values()].sort((a, b) => hazardKinds.indexOf(a.kind) - hazardKinds.indexOf(b.kind));
}

/**
 * Whether the relation that a fact is part of is made by the plan: nobody uses it yet, and nothing that concerns it alone is a
 * hazard.
 */
export function isFresh(fact: Fact, context: Context): boolean {
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
