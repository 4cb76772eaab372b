import { isFromAbove, notNullOf } from '../../../model/not-null.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Step } from '../../../model/plan.ts';
import { byPosition, type Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import type { PlanOptions } from '../../plan.ts';
import { isRowTypeInUse } from '../columns/row-holders.ts';
import { notNullName } from '../not-nulls/not-null.ts';
import { type Difference, namesInPartitions } from './names-in-partitions.ts';
import { withOwnCopy } from './own-copy.ts';
import { goOn, inTurns, type Remainder } from './own-copy-turns.ts';
import { type Course, courseOf, isSame, outcomeOf, type Standing, standingOf } from './standing.ts';
import { followersAfter, holds, isNotValid, isOnlyInherited, isUnchecked, tiesAfter } from './tree.ts';

/**
 * Which inherited columns and NOT NULLs are local as well, what inherited NOT NULLs are called, and in which order parents stand,
 * is in no definition: it results from how the rest was made. Where a plan leaves it otherwise than wanted, further ones, each of
 * which goes on from the last, can put it right: for them it is a difference of definitions (own-copy.ts). `steps` are the plan's.
 * https://www.postgresql.org/docs/18/ddl-inherit.html
 */
export function remaindersAfter(
  context: Context,
  steps: readonly Step[],
  { online: isOnline = false, beyondDefinitions }: PlanOptions,
): readonly Remainder[] {
  const course = courseOf(steps);
  const differences = new Map<ObjectId, readonly Difference[]>();
  for (const child of joiningChildren(course, context)) {
    const found = differencesOf(child, course, isOnline, context);
    if (found.length > 0) differences.set(child, found);
  }
  const turns = inTurns(differences, context);
  const names = beyondDefinitions === 'copies-and-names' && !isOnline ? namesInPartitions(context) : [];
  const [first = [], ...others] = turns;
  return goOn(
    context.to,
    [[...first, ...names], ...others].filter(({ length }) => length > 0),
  );
}

/** How a child's columns and parents will be, and should be. */
function differencesOf(
  child: ObjectId,
  course: Course,
  isOnline: boolean,
  context: Context,
): readonly Difference[] {
  const parts = context.childrenAfter(child);
  const columns = parts.flatMap((part) => {
    const outcome = part.kind === 'column' ? outcomeOf(part, course, context) : undefined;
    if (outcome === undefined || isSame(outcome, standingOf(part))) return [];
    const goal = within(outcome, part, context, isOnline);
    return [[withOwnCopy(part, outcome), withOwnCopy(part, goal)] as const];
  });
  return [...columns, ...ordersOf(parts, course, context)];
}

/** Tables that inherit after the change, but those that are created as children. */
function joiningChildren({ created }: Course, context: Context): ReadonlySet<ObjectId> {
  const children = new Set<ObjectId>();
  for (const { kind, id, parent } of context.to.facts.values())
    if (kind === 'inheritance' && (created.has(id) || !context.isCreated(parent!))) children.add(parent!);
  return children;
}

/** The standing closest to the wanted one that a plan can reach. */
function within(outcome: Standing, column: Fact, context: Context, isOnline: boolean): Standing {
  const wanted = standingOf(column);
  const { own, notNull } = outcome;
  if (own !== wanted.own) {
    const isReachable = wanted.own
      ? canBeTakenOver(column, context)
      : !isOnline && canBeGivenUp(column, context);
    if (!isReachable || isBound(column, context)) return outcome;
    // An inherited column brings its NOT NULL; a detached child's becomes local.
    const isLeftWithout = !isFromAbove(notNull) || wanted.notNull?.origin === 'both';
    if (wanted.own && (isLeftWithout || !canBeRestated(column, context)))
      return takenOver(outcome, column, context);
    return wanted;
  }
  const isOwnMore = notNull?.origin === 'inherited' && wanted.notNull?.origin === 'both';
  if (isOwnMore && notNull.name === wanted.notNull.name) return wanted;
  return canBeRestated(column, context) ? wanted : outcome;
}

/** The standing after the child was detached: its NOT NULL is local, and may have another name where those below agree in it. */
function takenOver(outcome: Standing, column: Fact, context: Context): Standing {
  const own = { ...outcome, own: true };
  const { notNull } = outcome;
  if (!isFromAbove(notNull)) return own;
  const isAlike = followersAfter(column, context).every(
    (below) => below.definition.notNull !== true || notNullName(below) === notNullName(column),
  );
  const name = isAlike ? notNullOf(column)?.name : notNull.name;
  return { ...own, notNull: { ...notNull, origin: 'both', name } };
}

/**
 * Whether an inherited check that uses the column is NOT VALID or NOT ENFORCED, in the table or above. The lender cannot keep it
 * without the column, and it would come back otherwise.
 */
function isBound(column: Fact, context: Context): boolean {
  const checks = context
    .dependentsAfter(column.id)
    .filter((user) => user.kind === 'constraint' && user.parent === column.parent && isOnlyInherited(user));
  const above = checks.flatMap((check) => tiesAfter(check, context));
  return [...checks, ...above.flatMap((tie) => context.to.facts.get(tie.above) ?? [])].some(isUnchecked);
}

/** Whether an inherited column can become local as well: generated columns that are only inherited would lose what they use. */
function canBeTakenOver(column: Fact, context: Context): boolean {
  const isGenerated = ({ parent, definition }: Fact) =>
    parent === column.parent && definition.generated !== undefined;
  return !context.dependentsAfter(column.id).some((user) => isGenerated(user) && isOnlyInherited(user));
}

/** Whether a local column can be dropped for the inherited one, which takes its values over. */
function canBeGivenUp(column: Fact, context: Context): boolean {
  const { identity, serverOptions } = column.definition;
  // Rows of the table that other columns hold are read by the order of its columns.
  const isFree = identity === undefined && serverOptions === undefined && !isRowTypeInUse(column, context);
  return isFree && isFollowedByAll(column, context);
}

/** Whether the columns below inherit from this one alone. */
function isFollowedByAll(column: Fact, context: Context): boolean {
  return followersAfter(column, context).every(
    (below) =>
      isOnlyInherited(below) && tiesAfter(below, context).length === 1 && isFollowedByAll(below, context),
  );
}

/** Whether an inherited NOT NULL can be dropped and added under another name. */
function canBeRestated(column: Fact, context: Context): boolean {
  const { identity, generated } = column.definition;
  if (identity !== undefined || generated !== undefined || needsNotNull(column, context)) return false;
  return followersAfter(column, context).every((below) => {
    const isNamed = notNullOf(below)?.origin === 'both' || notNullName(below) === notNullName(column);
    return isNamed && isNotValid(below) === isNotValid(column) && canBeRestated(below, context);
  });
}

/** Whether a primary key or replica identity that the plan does not create needs the column to be NOT NULL. */
function needsNotNull(column: Fact, context: Context): boolean {
  return context
    .dependentsAfter(column.id)
    .some(
      ({ id, definition }) =>
        definition.replicaIdentity === true || (definition.type === 'primary' && !context.isCreated(id)),
    );
}

/** The links of a child whose parents will be in another order than wanted: each as it will be, and as it should be. */
function ordersOf(parts: readonly Fact[], { created }: Course, context: Context): readonly Difference[] {
  const links = parts.filter(({ kind }) => kind === 'inheritance').sort(byPosition);
  if (links.length < 2) return [];
  const stays = ({ id }: Fact) => holds(id, context);
  const kept = links.filter(stays).map(({ id }) => context.from.facts.get(id)!);
  const late = links.filter((link) => !stays(link)).map(({ id }) => id);
  const will = [
    ...kept.sort(byPosition).map(({ id }) => id),
    ...late.sort((a, b) => (created.get(a) ?? 0) - (created.get(b) ?? 0)),
  ];
  let last = -1;
  const firstMoved = links.findIndex(({ id }) => {
    const isInOrder = will.indexOf(id) > last;
    last = will.indexOf(id);
    return !isInOrder;
  });
  if (firstMoved < 0) return [];
  const order = links.map(({ definition }) => String(definition.of));
  const now = will.map((id) => String(context.to.facts.get(id)!.definition.of));
  const lifted = (link: Fact, parents: readonly string[]) => ({
    ...link,
    definition: { ...link.definition, order: parents },
  });
  return links.slice(firstMoved).map((link) => [lifted(link, now), lifted(link, order)]);
}
