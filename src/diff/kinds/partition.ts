import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { text } from '../definition.ts';
import type { Context, KindRules, Statement } from '../kind.ts';
import { goingColumns } from './columns/table-columns.ts';
import { hazardsOfAttaching, hazardsOfDetaching, hazardsOfMoving } from './hazards/partition-hazards.ts';
import { comesWithWhole, partsThatComeAnew, wholesWithout } from './indexes/attached-index.ts';
import { inheritedParts } from './inheritance.ts';
import { dropWhatIsLeft } from './trees/leaving-child.ts';
import { moveRows, movesBefore, neededForMoves } from './trees/moved-rows.ts';
import { comesBack, detachConcurrently } from './trees/online-detach.ts';
import { indexPartsAfter, indexPlacesAfter, keysToBefore, wholesAbove } from './trees/partitions.ts';
import { linkThatLeavesNext, takeoverOf } from './trees/taken-over-rows.ts';
import { freedBy, holdsIndex } from './trees/tree.ts';

/** That one table is a partition of another. https://www.postgresql.org/docs/18/ddl-partitioning.html */
export const partitionRules: KindRules = {
  rank: 570,
  concernsToo: ({ definition }) => `table:${definition.of}`,
  create: (fact, context) => {
    const moves = movesBefore(fact, context);
    return [
      ...moves.map((move) => ({ sql: moveRows(move, context), hazards: hazardsOfMoving(move, context) })),
      {
        sql: `ALTER TABLE ONLY ${fact.definition.of} ATTACH PARTITION ${fact.name} ${text(fact.definition, 'bound')}`,
        hazards: hazardsOfAttaching(fact, moves, context),
      },
    ];
  },
  drop: (fact, context) => [detach(fact, context), ...dropWhatIsLeft(fact, context)],
  alter: () => 'replace',
  replacedAround: (fact, context) => [
    ...wholesWithout(fact, context),
    ...partsThatComeAnew(fact, context),
    ...keysToRows(fact, context),
  ],
  isDroppedAlone: (fact, context) =>
    (takeoverOf(fact, context) ?? linkThatLeavesNext(fact, context)) !== undefined,
  // Rows that a new check refuses may be among those that move.
  changedAfterwards: (fact, context) =>
    movesBefore(fact, context).flatMap(({ from }) => newChecks(from.parent!, context)),
  changedInAbsence: (fact, context) => takeoverOf(fact, context)?.takers.map(({ id }) => id) ?? [],
  droppedAfterwards: (fact, verb, context) => {
    if (verb === 'create') return [];
    const next = linkThatLeavesNext(fact, context);
    return [...freedBy(fact, verb, context), ...(next === undefined ? [] : [next.id])];
  },
  waitsFor: (fact, context) => [
    ...inheritedParts(fact, context),
    // ATTACH fails while the partition has a column that its parent has not: it is dropped before.
    ...goingColumns(fact.parent!, context),
    // Nor can a partition lack a column that the partitioned table is still to lose.
    ...(comesAnew(fact, context) ? goingColumns(`table:${fact.definition.of}`, context) : []),
    ...readyIndexes(fact, context),
    ...neededForMoves(fact, context),
  ],
};

function newChecks(table: ObjectId, context: Context): readonly ObjectId[] {
  return context
    .childrenAfter(table)
    .filter(({ id, definition }) => definition.type === 'check' && context.isCreated(id))
    .map(({ id }) => id);
}

/** The foreign keys that would not let a partition's rows go, although they come back. */
function keysToRows(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isReplaced(link.id) || !comesBack(link, context.to)) return [];
  return wholesAbove(link, context).flatMap((whole) => keysToBefore(whole, context).map(({ id }) => id));
}

/** Whether a table becomes a partition of one that it was none of. */
function comesAnew({ id, parent }: Fact, context: Context): boolean {
  return context.isCreated(parent!) || !context.from.facts.has(id);
}

function detach(link: Fact, context: Context): Statement {
  const of = String(link.definition.of);
  const sql = `ALTER TABLE ${of} DETACH PARTITION ${link.name}`;
  const areRowsBack = takeoverOf(link, context) !== undefined;
  const meanwhile = comesBack(link, context.to)
    ? 'the partition leaves and comes back'
    : areRowsBack
      ? 'the partition leaves and its rows come back'
      : 'the partition leaves, which is short';
  return {
    sql,
    hazards: hazardsOfDetaching(link, meanwhile, context),
    // Committed at once, it would take the rows out of sight.
    online: () => (areRowsBack ? undefined : detachConcurrently(link, sql, context)),
  };
}

/**
 * An index that is to be a part of the parent's must exist, with all of its own parts, before the table is attached, or ATTACH
 * would create another. Where the parent's index is only created by the plan, that comes later and its parts are attached one by
 * one.
 */
function readyIndexes(fact: Fact, context: Context): readonly ObjectId[] {
  const isAwaited = (own: Fact) => {
    const place = indexPlacesAfter(own.id, context)[0];
    const isLater = place?.dependsOn.some(
      (id) => id !== own.id && kindOf(id) === 'index' && context.isCreated(id),
    );
    return isLater === false && !comesWithWhole(own, context);
  };
  return context
    .childrenAfter(fact.parent!)
    .filter((own) => holdsIndex.has(own.kind) && isAwaited(own))
    .flatMap(({ id }) => [id, ...indexPartsAfter(id, context).map((place) => place.id)]);
}
