import { entry } from '../../../model/entry.ts';
import { notNullOf } from '../../../model/not-null.ts';
import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { isEnforced } from '../../../postgres/enforced.ts';
import { lastPart, splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { indexPlacesAfter, indexPlacesBefore } from './partitions.ts';

/**
 * What a part of a table (a column, a check, an index) follows in a parent or partitioned table. Changes of that come down to the
 * part for as long as the link holds. https://www.postgresql.org/docs/18/ddl-inherit.html
 */
export interface Tie {
  readonly above: ObjectId;
  /** The fact that makes the one table a child or a partition of the other. */
  readonly link: ObjectId;
}

/** What a part follows before the change. */
export const tiesBefore = askedOnce(
  ({ from }) => from,
  (part, context) => tiesIn(part, context.from, hasIndex(part) ? indexPlacesBefore(part.id, context) : []),
);

/** What a part follows after the change. */
export const tiesAfter = askedOnce(
  ({ to }) => to,
  (part, context) => tiesIn(part, context.to, hasIndex(part) ? indexPlacesAfter(part.id, context) : []),
);

/**
 * The same answer for a part as at first, for as long as what it goes by is the same: the parts of a large tree ask for one
 * another's again and again.
 */
export function askedOnce<Answer>(
  basisOf: (context: Context) => object,
  answer: (part: Fact, context: Context) => Answer,
): (part: Fact, context: Context) => Answer {
  // An answer may be undefined.
  const knownOf = once((_: object) => new Map<Fact, { readonly answer: Answer }>());
  return (part, context) =>
    entry(knownOf(basisOf(context)), part, () => ({ answer: answer(part, context) })).answer;
}

const none: readonly Tie[] = [];

function tiesIn(part: Fact, { facts }: Schema, places: readonly Fact[]): readonly Tie[] {
  const { kind, definition, parent, dependsOn } = part;
  if (places.length > 0) {
    const link = objectId('partition', nameOf(parent as ObjectId));
    return places.flatMap((place) =>
      place.dependsOn
        .filter((id) => id !== part.id && holdsIndex.has(kindOf(id)))
        .map((above) => ({ above, link })),
    );
  }
  if (!definition.inherited && !definition.merged) return none;
  const own = lastPart(part.id);
  return dependsOn
    .filter((id) => id !== part.id && kindOf(id) === kind && lastPart(id) === own)
    .flatMap((above) => {
      const [[table], [of]] = [splitLast(part.name), splitLast(nameOf(above))];
      const links = [objectId('inheritance', `${table} FROM ${of}`), objectId('partition', table)];
      return links.filter((link) => facts.has(link)).map((link) => ({ above, link }));
    });
}

/** Kinds that an index stands behind. */
export const holdsIndex: ReadonlySet<string> = new Set(['index', 'constraint']);

function hasIndex({ kind }: Fact): boolean {
  return holdsIndex.has(kind);
}

/** The columns or checks of children that follow a part before the change. */
export const followersBefore = askedOnce(
  ({ from }) => from,
  (part, context) =>
    context
      .dependentsBefore(part.id)
      .filter((below) => below.kind === part.kind && follows(part, tiesBefore(below, context))),
);

/** The columns or checks of children that follow a part after the change. */
export const followersAfter = askedOnce(
  ({ to }) => to,
  (part, context) =>
    context
      .dependentsAfter(part.id)
      .filter((below) => below.kind === part.kind && follows(part, tiesAfter(below, context))),
);

function follows({ id }: Fact, ties: readonly Tie[]): boolean {
  return ties.some(({ above }) => above === id);
}

/** Whether an inherited part is local as well. */
export function isOwnToo({ remarks, definition }: Fact): boolean {
  return remarks?.own === true || definition.merged === true;
}

/** Whether a part is inherited and not local. */
export function isOnlyInherited(part: Fact): boolean {
  return part.definition.inherited === true && !isOwnToo(part);
}

/** Whether existing rows were never checked against a part: it is NOT VALID or NOT ENFORCED. */
export function isUnchecked(part: Fact): boolean {
  return isNotValid(part) || !isEnforced(part.definition.definition);
}

/** Whether a check, or a column's NOT NULL, is NOT VALID. */
export function isNotValid(part: Fact): boolean {
  const { definition, remarks } = part;
  return definition.notValid === true || remarks?.notValid === true || notNullOf(part)?.isNotValid === true;
}

/** Whether a link exists before and after the change, without a break. */
export function holds(link: ObjectId, context: Context): boolean {
  return context.from.facts.has(link) && context.to.facts.has(link) && !context.isDropped(link);
}

/** Whether a part follows `above` before and after the change without a break, or from its creation on. */
export function staysBelow(part: Fact, above: ObjectId, context: Context): boolean {
  return tiesAfter(part, context).some(
    (tie) => tie.above === above && (holds(tie.link, context) || isAwaited(tie.link, part, context)),
  );
}

/** Whether a part is created together with the one that it follows, since the tables are linked already. */
export function comesDown(part: Fact, context: Context): boolean {
  return isOnlyInherited(part) && tiesAfter(part, context).some((tie) => isMet(tie, part, context));
}

function isMet({ above, link }: Tie, part: Fact, context: Context): boolean {
  if (!context.isCreated(above)) return false;
  return (context.from.facts.has(link) && !context.isCreated(link)) || isAwaited(link, part, context);
}

/** Whether a table joins its parent first, so that a check or column added there is purely inherited. */
export function isAwaited(link: ObjectId, part: Fact, context: Context): boolean {
  const joins = kindOf(link) === 'inheritance' && context.isCreated(link);
  if (!joins || !isOnlyInherited(part)) return false;
  if (part.kind !== 'constraint')
    return (
      !context.isCreated(part.parent!) && context.isCreated(part.id) && isAddedAbove(part, link, context)
    );
  return !context.isCreated(part.parent!) || isNewAbove(part, link, context);
}

/** Whether the parent gets the check anew, on all levels: a table that is created joins before. */
function isNewAbove(part: Fact, link: ObjectId, context: Context): boolean {
  return tiesAfter(part, context).some((tie) => tie.link === link && context.isCreated(tie.above));
}

/** Whether the parent's column is added by a statement, and not inherited by the parent when it is created. */
function isAddedAbove(part: Fact, link: ObjectId, context: Context): boolean {
  const tie = tiesAfter(part, context).find((one) => one.link === link);
  const column = tie && context.to.facts.get(tie.above);
  if (column === undefined || !context.isCreated(column.id)) return false;
  return !(column.definition.inherited && context.isCreated(column.parent!));
}

/** The links of tables that join a part's table, on any level, before the part is created. */
export function linksOfJoining(part: Fact, context: Context): readonly ObjectId[] {
  return followersAfter(part, context).flatMap((below) => [
    ...tiesAfter(below, context).flatMap(({ above, link }) =>
      above === part.id && isAwaited(link, below, context) ? [link] : [],
    ),
    ...linksOfJoining(below, context),
  ]);
}

/**
 * What is dropped after a link is created or dropped. Created: links of the child to other parents with the same columns, which
 * so never become local. Dropped: the columns that came by it, and the parent's own of those parts that the child keeps.
 */
export function freedBy(link: Fact, verb: 'create' | 'drop', context: Context): readonly ObjectId[] {
  const parts = context.childrenBefore(link.parent as ObjectId);
  const isTied = (part: Fact, by: ObjectId) => tiesBefore(part, context).some((tie) => tie.link === by);
  if (verb === 'drop') {
    return parts
      .filter((part) => isTied(part, link.id))
      .flatMap((part) => {
        if (!context.isDropped(part.id)) return lostAbove(part, link.id, context);
        return part.kind === 'column' || linksLeft(part, context).length > 1 ? [part.id] : [];
      });
  }
  const passesOn = (part: Fact) =>
    isOnlyInherited(part) && !context.isDropped(part.id) && staysTied(part, link, context);
  const isStuck = ({ id }: Fact) => context.isReplaced(id) || context.isAltered(id);
  return parts
    .filter(({ kind, id }) => kind === 'inheritance' && id !== link.id && context.isDropped(id))
    .filter(({ id }) => {
      const tied = parts.filter((part) => isTied(part, id));
      return tied.some(passesOn) && !tied.some(isStuck);
    })
    .map(({ id }) => id);
}

/** The links to parents of a part that end. A check goes with the only one, and by itself after several. */
export function linksLeft(part: Fact, context: Context): readonly ObjectId[] {
  const links = tiesBefore(part, context).map(({ link }) => link);
  return links.filter((link) => context.isDropped(link));
}

function lostAbove(part: Fact, link: ObjectId, context: Context): readonly ObjectId[] {
  const ties = tiesBefore(part, context).filter((tie) => tie.link === link && context.isDropped(tie.above));
  return ties.map(({ above }) => above);
}

function staysTied({ id }: Fact, link: Fact, context: Context): boolean {
  const now = context.to.facts.get(id);
  return now !== undefined && tiesAfter(now, context).some((tie) => tie.link === link.id);
}

/**
 * Whether a child has joined another parent with the same column or check before it leaves the one behind `link`: its part then
 * goes with that parent's.
 */
export function isTakenUp({ kind, name, parent }: Fact, link: ObjectId, context: Context): boolean {
  return context
    .childrenAfter(parent as ObjectId)
    .filter((other) => other.kind === 'inheritance' && context.isCreated(other.id))
    .filter((other) => freedBy(other, 'create', context).includes(link))
    .some(({ definition }) => context.from.facts.has(objectId(kind, `${definition.of}.${lastPart(name)}`)));
}

/** Whether a part is dropped together with the one that it follows, since the tables are still linked, or with its like. */
export function goesDown(part: Fact, context: Context): boolean {
  if (isOwnToo(part)) return false;
  const ties = tiesBefore(part, context);
  if (ties.some(({ link }) => isTakenUp(part, link, context))) return true;
  const lost = ties.filter((tie) => isLost(tie, context));
  return lost.some(({ above }) => !leavesBelow(context.from.facts.get(above)!, context));
}

function isLost({ above, link }: Tie, context: Context): boolean {
  return context.isDropped(above) && !context.isDropped(link);
}

function stays({ above, link }: Tie, context: Context): boolean {
  return !context.isDropped(above) && !context.isDropped(link);
}

/** Whether a child, on any level, keeps what it inherits from this part alone: the part is then dropped with ONLY. */
export const leavesBelow = askedOnce(
  ({ state }) => state,
  (part, context): boolean =>
    followersBefore(part, context).some((below) => {
      const ties = tiesBefore(below, context);
      const isLeft = ties.some((tie) => tie.above === part.id && isLost(tie, context));
      if (!isLeft || isOwnToo(below) || ties.some((tie) => stays(tie, context))) return false;
      return context.isDropped(below.id) ? leavesBelow(below, context) : true;
    }),
);

/**
 * Parts that are created after this one, or dropped before it, although it follows `above`: that and what brings or takes it
 * along. A local part is created before its parent's merges with it; a part that stays when its parent's is dropped is altered or
 * dropped afterwards. Empty for the usual order.
 */
export function reversedOrder(
  part: Fact,
  above: ObjectId,
  verb: 'create' | 'drop',
  context: Context,
): readonly ObjectId[] {
  // It may be below the same one by several ways.
  if (verb === 'drop') {
    const earlier = goesDown(part, context) ? [] : partsLostAbove(part, context);
    return earlier.includes(above) ? earlier : [];
  }
  const isComing = context.isCreated(part.id) && comesDown(part, context);
  const later = isComing ? [] : metAbove(part, context);
  return later.includes(above) ? later : joiningLinks(part, above, context);
}

/** The links by which a column that is altered will follow `above`: both are as they are to be when the tables are joined. */
function joiningLinks(part: Fact, above: ObjectId, context: Context): readonly ObjectId[] {
  if (part.kind !== 'column' || !context.isAltered(part.id)) return [];
  const ties = tiesAfter(part, context).filter((tie) => tie.above === above && context.isCreated(tie.link));
  return ties.map(({ link }) => link);
}

/** Whether the parent gets the same part while the tables are linked already. */
export function isJoined(part: Fact, above: ObjectId, context: Context): boolean {
  return tiesAfter(part, context).some((tie) => tie.above === above && isMet(tie, part, context));
}

/** The parts above, on all levels, that a part loses as these go. */
function partsLostAbove(part: Fact, context: Context): readonly ObjectId[] {
  const lost = tiesBefore(part, context).filter((tie) => isLost(tie, context));
  return lost.flatMap(({ above }) => [above, ...partsLostAbove(context.from.facts.get(above)!, context)]);
}

/** The parts above with which a part is created, up to the one that a statement creates. */
export function bringersOf(id: ObjectId, context: Context): readonly ObjectId[] {
  const part = context.to.facts.get(id);
  return part !== undefined && comesDown(part, context) ? metAbove(part, context) : [];
}

function metAbove(part: Fact, context: Context): readonly ObjectId[] {
  const met = tiesAfter(part, context).filter((tie) => isMet(tie, part, context));
  return met.flatMap(({ above }) => [above, ...bringersOf(above, context)]);
}

/** The topmost parts that a part follows without a break: changes are made there and come down. */
export function topsOf(part: Fact, context: Context): readonly ObjectId[] {
  const ties = tiesAfter(part, context).filter(({ link }) => holds(link, context));
  const tops = ties.flatMap(({ above }) => {
    const fact = context.to.facts.get(above);
    return fact === undefined ? [] : topsOf(fact, context);
  });
  return tops.length === 0 ? [part.id] : [...new Set(tops)];
}
