import { kindOf, type ObjectId } from '../../model/object-id.ts';
import { type Hazard, hazardKinds } from '../../model/plan.ts';
import { type Fact, type FactKind, isSameDefinition } from '../../model/schema.ts';
import type { Context, Kinds } from '../kind.ts';

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
 * What a statement may do, of all that is said of it. Nobody uses a relation yet that the plan makes: nothing that concerns it alone is
 * a hazard, unless it has got rows back that may not keep to a new rule.
 */
export function hazardsInUse(
  fact: Fact,
  hazards: readonly Hazard[],
  context: Context,
  kinds: Kinds,
): readonly Hazard[] {
  const fresh = freshRelation(fact, context);
  if (fresh === undefined) return hazards;
  const [was, whole] = [fact.id, fresh].map((id) => context.from.facts.get(id));
  const isNew = was === undefined || !isSameDefinition(was.definition, fact.definition);
  const holdsRows = isNew && whole !== undefined && kinds[whole.kind].refill?.(whole, context) !== undefined;
  return holdsRows ? hazards.filter(({ kind }) => kind === 'may-fail') : [];
}

/** The relation that a fact is part of, where the plan makes that. */
function freshRelation(fact: Fact, context: Context): ObjectId | undefined {
  // Attaching concerns those who use the partitioned table.
  if (fact.kind === 'partition')
    return context.isCreated(`table:${fact.definition.of}`) && context.isCreated(fact.parent!)
      ? fact.parent
      : undefined;
  for (let id = fact.parent; id !== undefined; ) {
    if (relations.has(kindOf(id)) && context.isCreated(id)) return id;
    id = (context.to.facts.get(id) ?? context.from.facts.get(id))?.parent;
  }
  return undefined;
}

const relations: ReadonlySet<FactKind> = new Set(['table', 'foreign-table', 'view', 'materialized-view']);
