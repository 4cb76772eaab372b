import { type ObjectId, objectId } from '../model/object-id.ts';
import type { Rename } from '../model/plan.ts';
import type { Fact, Schema } from '../model/schema.ts';
import type { Disagreement } from './disagreement.ts';
import type { PrismaOutline } from './prisma/outline.ts';
import { canBeMade } from './prisma/views.ts';

/** A comparison under way: `facts` becomes the goal. */
export interface Comparison {
  readonly history: Relations;
  readonly declared: Relations;
  readonly outline: PrismaOutline;
  readonly comparesPartialIndexes: boolean;
  /** Own SQL names of declared keys of which nothing more is known. */
  readonly unknownKeys: ReadonlySet<string>;
  readonly facts: Map<ObjectId, Fact>;
  /** Declared facts that stand in the goal under another id. */
  readonly known: Map<ObjectId, ObjectId>;
  /** The declared twin of a fact that the history keeps. */
  readonly twins: Map<ObjectId, Fact>;
  readonly renames: Rename[];
  readonly found: Disagreement[];
}

/** A Schema with its families. */
export interface Relations {
  readonly facts: ReadonlyMap<ObjectId, Fact>;
  childrenOf(id: ObjectId): readonly Fact[];
}

/** Finds the families of a Schema. */
export function relate({ facts }: Schema): Relations {
  const children = new Map<ObjectId, Fact[]>();
  for (const fact of facts.values()) {
    if (fact.parent === undefined) continue;
    const siblings = children.get(fact.parent);
    if (siblings === undefined) children.set(fact.parent, [fact]);
    else siblings.push(fact);
  }
  return { facts, childrenOf: (id) => children.get(id) ?? [] };
}

/** Takes a declared fact into the goal, with everything that belongs to it. */
export function adopt(comparison: Comparison, fact: Fact): readonly ObjectId[] {
  const { declared } = comparison;
  comparison.facts.set(fact.id, fact);
  const ids = [fact.id];
  for (const child of declared.childrenOf(fact.id))
    if (canBeMade(comparison.history, child)) ids.push(...adopt(comparison, child));
  if (fact.kind === 'column') {
    for (const owner of declared.facts.values()) {
      if (owner.kind !== 'sequence-owner' || owner.definition.column !== fact.name) continue;
      const sequence = declared.facts.get(owner.parent as ObjectId);
      if (sequence !== undefined && !comparison.facts.has(sequence.id))
        ids.push(...adopt(comparison, sequence));
    }
  }
  return ids;
}

/** Lets go what stood on or belonged to something that is gone, and has every dependency name what is there. */
export function settle({
  facts,
  history,
  known,
  twins,
}: Pick<Comparison, 'facts' | 'history' | 'known' | 'twins'>): void {
  const isGone = (id: ObjectId) => !facts.has(id) && history.facts.has(id);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const fact of facts.values()) {
      const dependsOn = fact.dependsOn.map((id) => known.get(id) ?? id);
      const twin = twins.get(fact.id);
      if (fact.parent !== undefined && isGone(fact.parent)) {
        facts.delete(fact.id);
        hasChanged = true;
      } else if (dependsOn.some(isGone)) {
        hasChanged = true;
        const mended = twin?.dependsOn.map((id) => known.get(id) ?? id) ?? [];
        if (twin === undefined || mended.some(isGone)) facts.delete(fact.id);
        else facts.set(fact.id, { ...fact, dependsOn: mended });
      } else if (dependsOn.some((id, i) => id !== fact.dependsOn[i])) {
        facts.set(fact.id, { ...fact, dependsOn });
      }
    }
    if (!hasChanged) hasChanged = dropOwnedSequences(facts, history);
  }
}

/** A sequence goes with the column that owned it, as PostgreSQL has it, unless something else still counts on it. */
function dropOwnedSequences(facts: Comparison['facts'], history: Relations): boolean {
  let hasChanged = false;
  for (const { kind, parent, definition } of history.facts.values()) {
    if (kind !== 'sequence-owner' || parent === undefined || !facts.has(parent)) continue;
    if (facts.has(objectId('column', String(definition.column)))) continue;
    const isUsed = [...facts.values()].some(
      (fact) => fact.dependsOn.includes(parent) && fact.parent !== parent,
    );
    if (!isUsed) hasChanged = facts.delete(parent) || hasChanged;
  }
  return hasChanged;
}
