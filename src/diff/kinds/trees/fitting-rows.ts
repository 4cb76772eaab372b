import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { followsReplaced } from '../columns/column-type.ts';
import { columnsAfter } from '../columns/table-columns.ts';
import { areWhole, belongingTo, isHashed, isRest, reachFromEndToEnd } from './division.ts';
import { columnsInKey, linksBelow, linksOfPartitions, wholeOf } from './partitions.ts';

// Which rows that are there before the change have a place in a table after it. Partitions are told by what links them to theirs.

/** Says of a column after the change whether rows bring the values that it had before. */
type BringsValues = (column: Fact, context: Context) => boolean;

/** Whether a column can take the values that it had before, be it the same or a new one in its place. */
export function canTakeValues(column: Fact, context: Context): boolean {
  const was = context.from.facts.get(column.id);
  if (was === undefined || column.definition.generated !== undefined) return false;
  return !hasChanged(was, column, 'type') && !followsReplaced(column, context);
}

/** Whether what a table has of a row after the change can be had from one before it. */
export function areCarried(table: ObjectId, context: Context, brings: BringsValues): boolean {
  return columnsAfter(table, context).every((column) => {
    const { id, definition } = column;
    if (definition.generated !== undefined || brings(column, context)) return true;
    const isFilled =
      definition.identity !== undefined || context.to.facts.has(objectId('default', nameOf(id)));
    return !context.from.facts.has(id) && (isFilled || !definition.notNull);
  });
}

/** The tables that take over, with all that they are divided into. */
export function tablesReached(takers: readonly Fact[], context: Context): readonly ObjectId[] {
  return takers.flatMap(({ parent }) => [
    parent as ObjectId,
    ...linksBelow(parent as ObjectId, context).map((link) => link.parent as ObjectId),
  ]);
}

/** Whether a table takes any row, with all that it is divided into. */
export function takesAnyRow(id: ObjectId, context: Context): boolean {
  const table = context.to.facts.get(id) as Fact;
  if (table.definition.partitionKey === undefined) return true;
  const below = linksOfPartitions(id, context);
  const isWhole = isHashed(table)
    ? areWhole(below)
    : below.some(isRest) || reachFromEndToEnd(below, table, context);
  return isWhole && below.every((part) => takesAny(part, context));
}

/** Whether a partition takes any row within its bounds, with all that it is divided into. */
export function takesAny({ parent }: Fact, context: Context): boolean {
  return takesAnyRow(parent as ObjectId, context);
}

/** What is true of the rows that some partitions take; undefined where only PostgreSQL knows, or where what tells it is new. */
export function takenByAny(
  takers: readonly Fact[],
  among: readonly Fact[],
  context: Context,
  brings: BringsValues,
): string | undefined {
  const conditions = takers.map((taker) => takenBy(taker, among, context, brings));
  if (conditions.includes(undefined)) return undefined;
  return conditions.length === 0 ? 'false' : conditions.map((condition) => `(${condition})`).join(' OR ');
}

function takenBy(
  link: Fact,
  among: readonly Fact[],
  context: Context,
  brings: BringsValues,
): string | undefined {
  const table = link.parent as ObjectId;
  const own = belongingTo(link, context, among);
  if (own === undefined || takesAny(link, context)) return own;
  const below = linksOfPartitions(table, context);
  const inside = takenByAny(below, below, context, brings);
  if (inside === undefined || !isKeyBrought(table, wholeOf(link) as ObjectId, context, brings))
    return undefined;
  return below.length === 0 ? inside : `(${own}) AND (${inside})`;
}

/** Whether rows bring all that tells to which partition of a table they belong; `whole` is the table that they enter. */
export function isKeyBrought(
  table: ObjectId,
  whole: ObjectId,
  context: Context,
  brings: BringsValues,
): boolean {
  return columnsInKey(table, context.to).every((name) => {
    const column = context.to.facts.get(objectId('column', `${nameOf(whole)}.${name}`));
    return column !== undefined && brings(column, context);
  });
}

/** Whether only partitioned tables that the plan makes know which rows belong to them: hashes are those of one table. */
export function areHashedAnew(tables: readonly ObjectId[], context: Context): boolean {
  return tables.some((id) => {
    const table = context.to.facts.get(id) as Fact;
    return context.isCreated(id) && table.definition.partitionKey !== undefined && isHashed(table);
  });
}
