import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import type { Context, Statements } from '../kind.ts';

const holdsIndex: ReadonlySet<string> = new Set(['index', 'constraint']);

/**
 * Whether the index behind a constraint, or an index by itself, is part of a partitioned one that goes too and takes it
 * along, or belongs to a partition that leaves: then whoever parts it takes care.
 */
export function goesWithWhole(fact: Fact, context: Context): boolean {
  const place = context
    .dependentsBefore(fact.id)
    .find(({ kind, parent }) => kind === 'index-partition' && parent === fact.id);
  if (place === undefined) return false;
  const isWholeGone = place.dependsOn.some(
    (id) => id !== fact.id && holdsIndex.has(kindOf(id)) && context.isDropped(id),
  );
  return isWholeGone || context.isDropped(objectId('partition', nameOf(fact.parent as ObjectId)));
}

/** Dropping a partitioned index takes those of the partitions along: makes those again that are to stay. */
export function remakeAttached(
  whole: Fact,
  context: Context,
  create: (fact: Fact) => Statements,
): Statements {
  return context.dependentsBefore(whole.id).flatMap((place) => {
    if (place.kind !== 'index-partition' || place.parent === whole.id) return [];
    const part = context.to.facts.get(place.parent as ObjectId);
    const isTaken = part !== undefined && !context.isDropped(part.id) && !hasLeft(part, context);
    if (!isTaken) return [];
    const attach = `ALTER INDEX ${place.definition.of} ATTACH PARTITION ${place.name}`;
    const isKept = context.to.facts.has(place.id) && !context.isDropped(place.id);
    return [...create(part), ...remakeAttached(part, context, create), ...(isKept ? [attach] : [])];
  });
}

function hasLeft({ parent }: Fact, context: Context): boolean {
  return context.isDropped(objectId('partition', nameOf(parent as ObjectId)));
}
