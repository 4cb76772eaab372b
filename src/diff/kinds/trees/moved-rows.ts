import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { columnsAfter } from '../columns/table-columns.ts';
import { insertRows, listOf } from '../tables/insert-rows.ts';
import {
  belongingTo,
  gainsNothing,
  inheritorsOf,
  losesNothing,
  mayComeFromRest,
  restBeside,
} from './division.ts';
import { isReferredTo, linksBelow, partitionsBefore, wholeOf, wholesAbove } from './partitions.ts';
import { refuses } from './published.ts';
import { changesRows, firesOn, firesOnEach, hasRowActions, hidesRows } from './row-actions.ts';
import { askedOnce } from './tree.ts';

/** Rows that go from one partition to another; each is told by what links it to its table. */
export interface Move {
  readonly from: Fact;
  readonly to: Fact;
  /** What is true of the rows. */
  readonly condition: string;
}

/**
 * The moves before a table is attached, which fails otherwise: a partition that comes back with another bound gives away the rows
 * that belong to others now, and the default partition those that belong to a new one.
 * https://www.postgresql.org/docs/18/ddl-partitioning.html
 */
export const movesBefore = askedOnce(
  ({ state }) => state,
  (link, context): readonly Move[] => [...movesAway(link, context), ...movesFromRest(link, context)],
);

/** All rows of a partition are read for each one that others go to. */
const mostHeirs = 64;

/** The moves of rows to other partitions when one comes back; rows that stay where they do not belong stop the others too. */
function movesAway(link: Fact, context: Context): readonly Move[] {
  if (!comesBackWithLess(link, context)) return [];
  const near = inheritorsOf(link, context);
  const heirs = near.filter((other) => !gainsNothing(other, context));
  if (heirs.length > mostHeirs) return [];
  const moves = heirs.flatMap((to) => moveBetween(link, to, [link, ...near], context));
  return moves.length === heirs.length ? moves : [];
}

function comesBackWithLess(link: Fact, context: Context): boolean {
  const was = context.from.facts.get(link.id);
  const comesBack = was !== undefined && context.isCreated(link.id) && !context.isCreated(link.parent!);
  return comesBack && !hasChanged(was, link, 'of') && !losesNothing(link, context);
}

/** The move of rows from the default partition to one that is attached beside it. */
function movesFromRest(link: Fact, context: Context): readonly Move[] {
  const rest = restBeside(link, context);
  if (rest === undefined || context.isCreated(rest.id) || !mayComeFromRest(link, context)) return [];
  const isHeld = wholesAbove(rest, context).some((id) => isReferredTo(id, context));
  return isHeld ? [] : moveBetween(rest, link, [link], context);
}

/** What has to be there before rows can move: the tables that they go to, with their columns and partitions. */
export function neededForMoves(link: Fact, context: Context): readonly ObjectId[] {
  return movesBefore(link, context).flatMap(({ to }) => {
    const table = to.parent as ObjectId;
    const links = linksBelow(table, context);
    const tables = [table, ...links.map(({ parent }) => parent as ObjectId)];
    const columns = tables.flatMap((id) => columnsAfter(id, context));
    return [...tables, ...[...columns, ...links].map(({ id }) => id)];
  });
}

/** Moves rows as PostgreSQL does when the values that they are partitioned by change. */
export function moveRows({ from, to, condition }: Move, context: Context): string {
  const columns = columnsAfter(to.parent as ObjectId, context).filter(
    ({ definition }) => definition.generated === undefined,
  );
  return `WITH moved AS (
  DELETE FROM ${from.name} WHERE ${condition}
  RETURNING ${listOf(columns)}
)
${insertRows(to.parent as ObjectId, columns, 'moved', context, wholeOf(to))}`;
}

/**
 * Empty where rows would not arrive as they left, or where more would happen than that they move: other databases, rules and triggers
 * may turn them into something else, policies may hide them, and what refers to them may go with them. `near` are the partitions
 * that the rows may belong to.
 */
function moveBetween(from: Fact, to: Fact, near: readonly Fact[], context: Context): readonly Move[] {
  const [source, target] = [from.parent as ObjectId, to.parent as ObjectId];
  const left = [source, ...partitionsBefore(source, context)];
  const reached = [target, ...linksBelow(target, context).map(({ parent }) => parent as ObjectId)];
  const above = [...wholesAbove(from, context), wholeOf(to) as ObjectId];
  const all = [...left, ...reached, ...above];
  const condition = belongingTo(to, context, near);
  const isDetached = context.isCreated(from.id);
  const isHeld =
    all.some((id) => kindOf(id) !== 'table' || hasRowActions(id, changesRows, context)) ||
    left.some((id) => hasRowActions(id, firesOn('DELETE'), context) || isReferredTo(id, context)) ||
    left.some((id) => refuses('delete', id, context)) ||
    reached.some((id) => hasRowActions(id, firesOn('INSERT'), context)) ||
    // What is detached meanwhile is not reached by the triggers of the tables above.
    (!isDetached && above.some((id) => hasRowActions(id, firesOnEach('DELETE'), context))) ||
    ((isDetached || !context.isCreated(to.id)) &&
      above.some((id) => hasRowActions(id, firesOnEach('INSERT'), context))) ||
    [source, target].some((id) => hidesRows(id, context));
  return isHeld || condition === undefined ? [] : [{ from, to, condition }];
}
