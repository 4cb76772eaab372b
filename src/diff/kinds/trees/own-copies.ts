import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import { byPosition, type Fact, type Property, type Schema } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { hasNamedNotNulls, notNullName } from '../not-nulls/not-null.ts';
import { isRowTypeInUse } from '../types/row-type.ts';
import { givesNotNull } from './inherited-column.ts';
import { isKeptByLender, isLent } from './lent-column.ts';
import {
  comesDown,
  followersAfter,
  freedBy,
  holds,
  isOnlyInherited,
  isOwnToo,
  isUnchecked,
  type Tie,
  tiesAfter,
} from './tree.ts';

/** The way from where a plan leads to where it should lead. */
export interface Remainder {
  readonly from: Schema;
  readonly to: Schema;
}

/**
 * What children have of their own besides what they have from their parents (columns, NOT NULLs), what they call the NOT NULLs
 * from above, and in which order their parents stand: no definition says it, and it comes of how the rest was made. Where a plan
 * leaves it otherwise than wanted, another one can put it right, for which it is a difference of definitions (own-copy.ts).
 * Undefined where there is nothing to do. https://www.postgresql.org/docs/18/ddl-inherit.html
 */
export function remainderAfter(context: Context, isOnline: boolean): Remainder | undefined {
  const reached = new Map<ObjectId, Fact>();
  const wanted = new Map<ObjectId, Fact>();
  const differ = (was: Fact, is: Fact) => {
    reached.set(was.id, was);
    wanted.set(is.id, is);
  };
  for (const child of stayingChildren(context)) {
    const parts = context.childrenAfter(child);
    const canLeave = !parts.some((part) => isBound(part, context));
    for (const part of parts) {
      const outcome = part.kind === 'column' ? outcomeOf(part, context) : undefined;
      if (outcome === undefined || isSame(outcome, standingOf(part))) continue;
      const goal = within(outcome, part, context, canLeave, isOnline);
      differ(standing(part, outcome), standing(part, goal));
    }
    if (canLeave) for (const [was, is] of ordersOf(parts, context)) differ(was, is);
  }
  if (reached.size === 0) return undefined;
  const { to } = context;
  const withFacts = (facts: ReadonlyMap<ObjectId, Fact>) => ({
    ...to,
    facts: new Map([...to.facts, ...facts]),
  });
  return { from: withFacts(reached), to: withFacts(wanted) };
}

/** Tables below others that are there before and after. */
function stayingChildren(context: Context): ReadonlySet<ObjectId> {
  const children = new Set<ObjectId>();
  for (const { kind, parent } of context.to.facts.values())
    if (kind === 'inheritance' && context.from.facts.has(parent!) && !context.isCreated(parent!))
      children.add(parent!);
  return children;
}

/** Whether something that a table has from a parent was not checked there or here: it would come back otherwise. */
function isBound(part: Fact, context: Context): boolean {
  if (!isOnlyInherited(part)) return false;
  const above = tiesAfter(part, context).map((tie) => context.to.facts.get(tie.above));
  return [part, ...above].some((fact) => fact !== undefined && isUnchecked(fact));
}

/** What an inherited column is besides. */
interface Standing {
  readonly own: boolean;
  /** Where its NOT NULL comes from: `inherited`, or `both` from above and its own. */
  readonly notNull: Property | undefined;
  /** The NOT NULL's name where it is not the usual one. */
  readonly notNullName: Property | undefined;
}

function standingOf(column: Fact): Standing {
  return {
    own: isOwnToo(column),
    notNull: column.remarks?.notNull,
    notNullName: column.remarks?.notNullName,
  };
}

function isSame(a: Standing, b: Standing): boolean {
  return a.own === b.own && a.notNull === b.notNull && a.notNullName === b.notNullName;
}

/** A column whose definition says how it stands. */
function standing(column: Fact, { own, notNull, notNullName: name }: Standing): Fact {
  const remarks = { ...column.remarks, own, notNull, notNullName: name } as Fact['remarks'] & object;
  const fact = { ...column, remarks };
  return {
    ...fact,
    definition: {
      ...column.definition,
      ...(own ? { own } : {}),
      ...(notNull === 'both' ? { ownNotNull: true } : {}),
      ...(notNull === undefined ? {} : { inheritedNotNull: notNullName(fact) }),
    },
  };
}

/** How a column will stand when the plan has run; undefined where it comes from no parent that is no partitioned table. */
function outcomeOf(column: Fact, context: Context): Standing | undefined {
  const ties = tiesAfter(column, context);
  if (ties.length === 0 || ties.some(({ link }) => kindOf(link) !== 'inheritance')) return undefined;
  return {
    ...standingOf(column),
    own: willBeOwn(column, ties, context),
    ...notNullAfter(column, ties, context),
  };
}

function willBeOwn(column: Fact, ties: readonly Tie[], context: Context): boolean {
  const was = context.from.facts.get(column.id);
  if (was === undefined || context.isCreated(column.id))
    return isOwnToo(column) || !(comesDown(column, context) || isLent(column, context));
  if (!isOnlyInherited(was)) return true;
  return !ties.some((tie) => isUnbroken(was, tie, context) || isSucceeded(tie, context));
}

/** Whether a column follows the one above all the time, or the lender that keeps it meanwhile. */
function isUnbroken(was: Fact, { link }: Tie, context: Context): boolean {
  return holds(link, context) || isKeptByLender(was, link, context);
}

/** Whether a table joins a parent before it leaves the one from which it had the same columns. */
function isSucceeded({ link }: Tie, context: Context): boolean {
  const fact = context.to.facts.get(link);
  return fact !== undefined && context.isCreated(link) && freedBy(fact, 'create', context).length > 0;
}

/** Where the NOT NULL of an inherited column will come from; the plan itself sees to whether and how it is one. */
function notNullAfter(column: Fact, ties: readonly Tie[], context: Context): Partial<Standing> {
  const was = context.from.facts.get(column.id);
  const isOld = !hasNamedNotNulls(context.from) || !hasNamedNotNulls(context.to);
  if (isOld || was === undefined || context.isCreated(column.id) || column.remarks?.notNull === undefined)
    return {};
  const properties = ['notNullNotValid', 'notNullNoInherit'];
  const isKeptAlike = properties.every((name) => was.definition[name] === column.definition[name]);
  if (was.definition.notNull && !isKeptAlike) return {};
  const givers = ties.filter(({ above }) => givesNotNull(context.to.facts.get(above)));
  const nameIn = ({ facts }: Schema, { above }: Tie) => notNullName(facts.get(above)!);
  const isKept = (tie: Tie) =>
    givesNotNull(context.from.facts.get(tie.above)) &&
    isUnbroken(was, tie, context) &&
    nameIn(context.from, tie) === nameIn(context.to, tie);
  const { notNull, notNullName: name } = was.remarks ?? {};
  if (givers.some(isKept)) return { notNull, notNullName: name };
  // What is a child's own, or bears another name than the one that comes down, is there before that.
  const isAlike = givers.some((tie) => nameIn(context.to, tie) === notNullName(column));
  const isOwn = was.definition.notNull === true && notNull !== 'inherited';
  return isOwn || !isAlike ? { notNull: 'both' } : {};
}

/** As much of what is wanted as a plan can reach. */
function within(
  outcome: Standing,
  column: Fact,
  context: Context,
  canLeave: boolean,
  isOnline: boolean,
): Standing {
  const wanted = standingOf(column);
  const { own, notNull } = outcome;
  if (own !== wanted.own) {
    const isReachable = wanted.own
      ? canBeTakenOver(column, context)
      : !isOnline && canBeGivenUp(column, context);
    // What comes from above brings its NOT NULL; what was left alone has it as its own.
    if (canLeave && isReachable) return wanted.own ? takenOver(outcome, column, context) : wanted;
    return outcome;
  }
  const isOwnMore = notNull === 'inherited' && wanted.notNull === 'both';
  if (isOwnMore && outcome.notNullName === wanted.notNullName) return wanted;
  return canLeave && canBeRestated(column, context) ? wanted : outcome;
}

/** What is left alone for a moment has its NOT NULL as its own, under any name that those below can have as well. */
function takenOver(outcome: Standing, column: Fact, context: Context): Standing {
  const own = { ...outcome, own: true };
  if (outcome.notNull === undefined) return own;
  const isAlike = followersAfter(column, context).every(
    (below) => below.definition.notNull !== true || notNullName(below) === notNullName(column),
  );
  return { ...own, notNull: 'both', ...(isAlike ? { notNullName: column.remarks?.notNullName } : {}) };
}

/** Whether a child can have a column of its own as well: generated ones that it has from above alone would lose what they are about. */
function canBeTakenOver(column: Fact, context: Context): boolean {
  const isGenerated = ({ parent, definition }: Fact) =>
    parent === column.parent && definition.generated !== undefined;
  return !context.dependentsAfter(column.id).some((user) => isGenerated(user) && isOnlyInherited(user));
}

/** Whether a child's own column can go for the parents', which takes its values over. */
function canBeGivenUp(column: Fact, context: Context): boolean {
  const { identity, serverOptions } = column.definition;
  // Rows that others hold are told by the order of their columns.
  const isFree = identity === undefined && serverOptions === undefined && !isRowTypeInUse(column, context);
  return isFree && isFollowedByAll(column, context);
}

/** Whether the columns below come from this one alone. */
function isFollowedByAll(column: Fact, context: Context): boolean {
  return followersAfter(column, context).every(
    (below) =>
      isOnlyInherited(below) && tiesAfter(below, context).length === 1 && isFollowedByAll(below, context),
  );
}

/** Whether a NOT NULL from above can go and come under another name. */
function canBeRestated(column: Fact, context: Context): boolean {
  const { identity, generated } = column.definition;
  if (identity !== undefined || generated !== undefined || isHeld(column, context)) return false;
  return followersAfter(column, context).every((below) => {
    const isAlike = below.remarks?.notNull === 'both' || notNullName(below) === notNullName(column);
    return isAlike && canBeRestated(below, context);
  });
}

/** Whether something needs a column to be NOT NULL that the plan has not made itself. */
function isHeld(column: Fact, context: Context): boolean {
  return context
    .dependentsAfter(column.id)
    .some(
      ({ id, definition }) =>
        definition.replicaIdentity === true || (definition.type === 'primary' && !context.isCreated(id)),
    );
}

/** The links of a child whose parents will stand in another order than wanted, as they will be and as they should be. */
function ordersOf(parts: readonly Fact[], context: Context): readonly (readonly [Fact, Fact])[] {
  const links = parts.filter(({ kind }) => kind === 'inheritance').sort(byPosition);
  if (links.length < 2) return [];
  const stays = ({ id }: Fact) => holds(id, context);
  const kept = links.filter(stays).map(({ id }) => context.from.facts.get(id)!);
  const will = [...kept.sort(byPosition), ...links.filter((link) => !stays(link))].map(({ id }) => id);
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
