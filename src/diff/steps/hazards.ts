import { kindOf, type ObjectId } from '../../model/object-id.ts';
import { type Hazard, hazardKinds } from '../../model/plan.ts';
import { type Fact, isSameDefinition } from '../../model/schema.ts';
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
  const fresh = freshRelation(fact, context, kinds);
  if (fresh === undefined) return hazards;
  const [was, whole] = [fact.id, fresh].map((id) => context.from.facts.get(id));
  const isNew = was === undefined || !isSameDefinition(was.definition, fact.definition);
  const holdsRows = isNew && whole !== undefined && kinds[whole.kind].refill?.(whole, context) !== undefined;
  return holdsRows ? hazards.filter(({ kind }) => kind === 'may-fail') : [];
}

/** The relation that a fact is part of, where the plan makes that, and others that it concerns. */
function freshRelation(fact: Fact, context: Context, kinds: Kinds): ObjectId | undefined {
  const other = kinds[fact.kind].concernsToo?.(fact);
  if (other !== undefined && !context.isCreated(other)) return undefined;
  for (let id = fact.parent; id !== undefined; ) {
    if (kinds[kindOf(id)].isRelation && context.isCreated(id)) return id;
    id = (context.to.facts.get(id) ?? context.from.facts.get(id))?.parent;
  }
  return undefined;
}
