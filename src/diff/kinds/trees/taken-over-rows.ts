import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { columnsAfter, columnsBefore, goingColumns } from '../columns/table-columns.ts';
import { insertRows } from '../tables/insert-rows.ts';
import { areHeldAmong, isRest, takersOf } from './division.ts';
import {
  areCarried,
  areHashedAnew,
  canTakeValues,
  tablesReached,
  takenByAny,
  takesAny,
} from './fitting-rows.ts';
import {
  keysToBefore,
  linkBefore,
  linksBelow,
  linksOfPartitions,
  movesRows,
  partitionsBefore,
  wholeOf,
  wholesAbove,
} from './partitions.ts';
import { firesOn, firesOnEach, hasRowActions, hidesRows } from './row-actions.ts';
import { holds } from './tree.ts';

// A partition that is dropped while others take over all or some of its bounds: it leaves first, its rows are put into the partitioned
// table again when the others are there, and then it goes.

/** What becomes of the rows of a partition that is dropped. Partitions are told by what links them to their table. */
export interface Takeover {
  readonly whole: ObjectId;
  /** The partitions that take over. */
  readonly takers: readonly Fact[];
  /** What is true of the rows that are taken over; undefined where all are. */
  readonly condition: string | undefined;
}

/** The takeover of the rows in a table that is dropped with the partition that it is, or is below of; undefined where they are lost. */
export function takeoverOfRows(table: ObjectId, context: Context): Takeover | undefined {
  if (kindOf(table) !== 'table' || !goes(table, context)) return undefined;
  const link = linkBefore(table, context);
  const whole = link && wholeOf(link);
  if (link === undefined || whole === undefined) return undefined;
  return goes(whole, context) ? takeoverOfRows(whole, context) : takeoverOf(link, context);
}

/** The takeover of a partition that is dropped; undefined where none takes over, or where rows would not arrive as they left. */
export function takeoverOf(link: Fact, context: Context): Takeover | undefined {
  const whole = wholeOf(link);
  const table = link.parent as ObjectId;
  if (whole === undefined || !movesRows(table, context) || !goes(table, context)) return undefined;
  const above = wholesAbove(link, context);
  if (context.isDropped(whole) || !above.every((id) => staysInPlace(id, context))) return undefined;
  const takers = takersOf(link, context);
  if (takers.length === 0 || !areCarried(whole, context, isTaken) || isHeldBack(link, takers, context))
    return undefined;
  const all = linksOfPartitions(whole, context);
  const isFit = takers.every((taker) => takesAny(taker, context));
  if (isFit && (takers.some(isRest) || areHeldAmong(takers, link, context)))
    return { whole, takers, condition: undefined };
  const condition = takenByAny(takers, all, context, isTaken);
  return condition === undefined ? undefined : { whole, takers, condition };
}

/**
 * What links the table above to its own, where a partition leaves it before that leaves in turn. With a partition PostgreSQL takes the
 * identity of its columns away, and fails where its own partitions have none: those that were attached to it before it was attached.
 */
export function linkThatLeavesNext(link: Fact, context: Context): Fact | undefined {
  const whole = wholeOf(link) as ObjectId;
  if (!goes(whole, context) || takeoverOfRows(whole, context) === undefined) return undefined;
  const hasIdentity = wholesAbove(link, context)
    .flatMap((table) => columnsBefore(table, context))
    .some(({ definition }) => definition.identity !== undefined);
  return hasIdentity ? linkBefore(whole, context) : undefined;
}

/** What ends that a part of a partition, as a column or an index, follows the partitioned table, where the partition goes later. */
export function releasedBy(part: Fact, need: ObjectId, context: Context): ObjectId | undefined {
  const table =
    kindOf(part.parent!) === 'table' ? part.parent! : context.from.facts.get(part.parent!)?.parent;
  const link = table && linkBefore(table, context);
  const whole = context.from.facts.get(need)?.parent;
  if (link === undefined || whole !== wholeOf(link)) return undefined;
  return takeoverOf(link, context) && link.id;
}

/** What has to be done before rows are taken over. */
export function neededForTakeover({ whole, takers }: Takeover, context: Context): readonly ObjectId[] {
  const links = takers.flatMap((taker) => [taker, ...linksBelow(taker.parent as ObjectId, context)]);
  return [...links.map(({ id }) => id), ...goingColumns(whole, context)];
}

/** Puts the rows of a table into the partitioned one again. */
export function takeRowsOver(table: Fact, { whole, condition }: Takeover, context: Context): string {
  const columns = columnsAfter(whole, context).filter((column) => isTaken(column, context));
  const where = condition === undefined ? '' : ` WHERE ${condition}`;
  return insertRows(whole, columns, `${table.name}${where}`, context);
}

/** Whether the rows that are taken over cannot be asked for yet: only a partitioned table that the plan makes knows its hashes. */
export function isToldLater({ takers, condition }: Takeover, context: Context): boolean {
  return condition !== undefined && areHashedAnew(tablesReached(takers, context), context);
}

function goes(table: ObjectId, context: Context): boolean {
  return context.isDropped(table) && !context.isCreated(table);
}

/** Whether a table is a partition of the same table with the same bounds before and after the change, or of none. */
function staysInPlace(table: ObjectId, context: Context): boolean {
  const link = objectId('partition', nameOf(table));
  const isThere = context.from.facts.has(link) || context.to.facts.has(link);
  return !isThere || holds(link, context);
}

/** Whether a column has the values that it had before. */
function isTaken(column: Fact, context: Context): boolean {
  return !context.isCreated(column.id) && canTakeValues(column, context);
}

/** Whether rows are out of sight, or more would happen than that they go from one table to another. */
function isHeldBack(link: Fact, takers: readonly Fact[], context: Context): boolean {
  const left = [link.parent as ObjectId, ...partitionsBefore(link.parent as ObjectId, context)];
  const above = wholesAbove(link, context);
  const whole = wholeOf(link) as ObjectId;
  const reached = [...tablesReached(takers, context), ...above];
  return (
    reached.some((id) => kindOf(id) !== 'table' || hasRowActions(id, firesOnEach('INSERT'), context)) ||
    hasRowActions(whole, firesOn('INSERT'), context) ||
    above.some((id) => keysToBefore(id, context).length > 0) ||
    [...left, whole].some((id) => hidesRows(id, context))
  );
}
