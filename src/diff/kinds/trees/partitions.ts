import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { list } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import type { Action } from '../../planner/action.ts';

// A `partition` fact links a table to the partitioned table that it is a partition of; an `index-partition` fact is the place of
// its index in that one's. Either is the child of the part, and depends on the whole.

/** The columns that a partitioned table's key uses, in whatever expression; empty for other tables. */
export function columnsInKey(table: ObjectId, { facts }: Schema): readonly string[] {
  return list(facts.get(table)?.remarks ?? {}, 'keyColumns');
}

/** What links a table to the partitioned table that it is a partition of before the change. */
export function linkBefore(table: ObjectId, context: Context): Fact | undefined {
  return context.childrenBefore(table).find(({ kind }) => kind === 'partition');
}

/** The partitioned table of a link. */
export function wholeOf({ parent, dependsOn }: Fact): ObjectId | undefined {
  return dependsOn.find((id) => id !== parent && kindOf(id) === 'table');
}

/** The partitioned tables that a partition is in before the change, the nearest first. */
export function wholesAbove(link: Fact, context: Context): readonly ObjectId[] {
  const whole = wholeOf(link);
  if (whole === undefined) return [];
  const next = linkBefore(whole, context);
  return [whole, ...(next === undefined ? [] : wholesAbove(next, context))];
}

/** The table at the top of those that a table is a partition in; itself where it is in none. */
function topOf(table: ObjectId, schema: Schema): ObjectId {
  const link = schema.facts.get(objectId('partition', nameOf(table)));
  const whole = link && wholeOf(link);
  return whole === undefined ? table : topOf(whole, schema);
}

/** The tables, each at the top of its partitions, of which rows may be on their way in these actions. */
export function treesOf(actions: readonly Action[], schema: Schema): readonly ObjectId[] {
  const tables = actions
    .filter(({ verb }) => verb === 'save' || verb === 'refill' || verb === 'drop')
    .map(({ fact }) => (fact.kind === 'partition' ? (fact.parent as ObjectId) : fact.id))
    .filter((id) => kindOf(id) === 'table');
  return [...new Set(tables.map((table) => topOf(table, schema)))];
}

/** Whether rows of a table are put where they belong when it is dropped. */
export function movesRows(table: ObjectId, { from, leavesRows }: Context): boolean {
  return kindOf(table) === 'table' && !leavesRows.has(topOf(table, from));
}

/** Whether tables inherit from it before the change: what they hold are rows of their own, other than those of partitions. */
export function hasChildren(table: ObjectId, context: Context): boolean {
  return context
    .dependentsBefore(table)
    .some(({ kind, parent }) => kind === 'inheritance' && parent !== table);
}

/** The partitions that a table has before the change, on all levels. */
export function partitionsBefore(table: ObjectId, context: Context): readonly ObjectId[] {
  return linksOfPartitionsBefore(table, context).flatMap(({ parent }) => [
    parent as ObjectId,
    ...partitionsBefore(parent as ObjectId, context),
  ]);
}

/** What links a partitioned table to its direct partitions before the change. */
export function linksOfPartitionsBefore(table: ObjectId, context: Context): readonly Fact[] {
  return context
    .dependentsBefore(table)
    .filter(({ kind, parent }) => kind === 'partition' && parent !== table);
}

/** What links a partitioned table to its direct partitions after the change. */
export function linksOfPartitions(table: ObjectId, context: Context): readonly Fact[] {
  return context
    .dependentsAfter(table)
    .filter(({ kind, parent }) => kind === 'partition' && parent !== table);
}

/** What links the other partitions of the same table to it after the change. */
export function siblingsOf(link: Fact, context: Context): readonly Fact[] {
  return linksOfPartitions(wholeOf(link) as ObjectId, context).filter(({ id }) => id !== link.id);
}

/** The links of its partitions on all levels after the change. */
export function linksBelow(table: ObjectId, context: Context): readonly Fact[] {
  return linksOfPartitions(table, context).flatMap((link) => [
    link,
    ...linksBelow(link.parent as ObjectId, context),
  ]);
}

/** The place that an index has as a part of another before the change; empty where it has none. */
export function indexPlacesBefore(index: ObjectId, context: Context): readonly Fact[] {
  return context.childrenBefore(index).filter(isIndexPlace);
}

/** The same after the change. */
export function indexPlacesAfter(index: ObjectId, context: Context): readonly Fact[] {
  return context.childrenAfter(index).filter(isIndexPlace);
}

/** The places of the direct parts of a partitioned table's index before the change. */
export function indexPartsBefore(whole: ObjectId, context: Context): readonly Fact[] {
  return context.dependentsBefore(whole).filter((place) => isIndexPlace(place) && place.parent !== whole);
}

/** The same after the change. */
export function indexPartsAfter(whole: ObjectId, context: Context): readonly Fact[] {
  return context.dependentsAfter(whole).filter((place) => isIndexPlace(place) && place.parent !== whole);
}

function isIndexPlace({ kind }: Fact): boolean {
  return kind === 'index-partition';
}

/** The foreign keys that refer to a table before the change. */
export function keysToBefore(table: ObjectId, context: Context): readonly Fact[] {
  return keysTo(table, (id) => context.dependentsBefore(id));
}

/** Whether foreign keys refer to a table before or after the change. */
export function isReferredTo(table: ObjectId, context: Context): boolean {
  const after = keysTo(table, (id) => context.dependentsAfter(id));
  return after.length > 0 || keysToBefore(table, context).length > 0;
}

function keysTo(table: ObjectId, dependentsOf: (id: ObjectId) => readonly Fact[]): readonly Fact[] {
  const keys = dependentsOf(table)
    .filter(({ kind, parent }) => kind === 'column' && parent === table)
    .flatMap(({ id }) =>
      dependentsOf(id).filter(
        ({ definition, goesWith }) => definition.type === 'foreign' && !goesWith.includes(id),
      ),
    );
  return [...new Set(keys)];
}
