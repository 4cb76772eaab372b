import { groupBy } from '../model/group-by.ts';
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
  /** The sequences that a column owns. */
  sequencesOf(column: Fact): readonly Fact[];
}

/** Finds the families of a Schema. */
export function relate({ facts }: Schema): Relations {
  const children = groupBy([...facts.values()], ({ parent }) => parent);
  const owned = groupBy(
    [...facts.values()].filter(({ kind }) => kind === 'sequence-owner'),
    ({ definition }) => definition.column,
  );
  return {
    facts,
    childrenOf: (id) => children.get(id) ?? [],
    sequencesOf: ({ name }) =>
      (owned.get(name) ?? []).flatMap(({ parent }) => facts.get(parent as ObjectId) ?? []),
  };
}

/** Takes a declared fact into the goal, with everything that belongs to it. */
export function adopt(comparison: Comparison, fact: Fact): readonly ObjectId[] {
  const { declared } = comparison;
  comparison.facts.set(fact.id, fact);
  const ids = [fact.id];
  for (const child of declared.childrenOf(fact.id))
    if (canBeMade(comparison.history, child)) ids.push(...adopt(comparison, child));
  if (fact.kind === 'column')
    for (const sequence of declared.sequencesOf(fact))
      if (!comparison.facts.has(sequence.id)) ids.push(...adopt(comparison, sequence));
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
  const left = [...history.facts.values()].flatMap(({ kind, parent, definition }) =>
    kind === 'sequence-owner' &&
    parent !== undefined &&
    facts.has(parent) &&
    !facts.has(objectId('column', String(definition.column)))
      ? [parent]
      : [],
  );
  if (left.length === 0) return false;
  const used = new Set(
    [...facts.values()].flatMap(({ dependsOn, parent }) => dependsOn.filter((id) => id !== parent)),
  );
  const unused = left.filter((id) => !used.has(id));
  for (const id of unused) facts.delete(id);
  return unused.length > 0;
}
