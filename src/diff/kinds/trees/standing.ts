import { isFromAbove, type NotNull, notNullOf } from '../../../model/not-null.ts';
import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Step } from '../../../model/plan.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { hasNamedNotNulls, notNullName } from '../not-nulls/not-null.ts';
import { changeOf } from '../not-nulls/not-null-change.ts';
import { givesNotNull, inheritsNotNull } from './inherited-column.ts';
import { isKeptByLender, isLent } from './lent-column.ts';
import {
  comesDown,
  freedBy,
  holds,
  isOnlyInherited,
  isOwnToo,
  type Tie,
  tiesAfter,
  tiesBefore,
} from './tree.ts';

/** When facts are created and dropped, as numbers of steps. */
export interface Course {
  readonly created: ReadonlyMap<ObjectId, number>;
  readonly dropped: ReadonlyMap<ObjectId, number>;
}

/** Reads the course off the steps of a plan. */
export function courseOf(steps: readonly Step[]): Course {
  const places = (wanted: Step['verb']) =>
    new Map(steps.flatMap(({ object, verb }, i) => (verb === wanted ? [[object, i] as const] : [])));
  return { created: places('create'), dropped: places('drop') };
}

/** What no definition says of an inherited column. */
export interface Standing {
  readonly own: boolean;
  /** Where its NOT NULL comes from, and what it is called. */
  readonly notNull: NotNull | undefined;
}

/** A column's standing in its Schema. */
export function standingOf(column: Fact): Standing {
  return { own: isOwnToo(column), notNull: notNullOf(column) };
}

/** Whether two standings are the same. */
export function isSame(a: Standing, b: Standing): boolean {
  const isAlike = a.notNull?.origin === b.notNull?.origin && a.notNull?.name === b.notNull?.name;
  return a.own === b.own && isAlike;
}

/** A column's standing when the plan has run; undefined where it is not inherited by INHERIT. */
export function outcomeOf(column: Fact, course: Course, context: Context): Standing | undefined {
  const ties = tiesAfter(column, context);
  if (ties.length === 0 || ties.some(({ link }) => kindOf(link) !== 'inheritance')) return undefined;
  return {
    own: willBeOwn(column, ties, course, context),
    notNull: notNullAfter(column, ties, course, context),
  };
}

function willBeOwn(column: Fact, ties: readonly Tie[], course: Course, context: Context): boolean {
  const was = context.from.facts.get(column.id);
  if (was === undefined || context.isCreated(column.id))
    return isOwnToo(column) || !(comesDown(column, context) || isLent(column, context));
  if (!isOnlyInherited(was)) return true;
  return ties.every((tie) => isBroken(was, tie, course, context));
}

/** Whether a column follows the parent's all the time, or a lender's in between. */
function isUnbroken(was: Fact, { link }: Tie, context: Context): boolean {
  return holds(link, context) || isKeptByLender(was, link, context);
}

/** Whether a table has nothing from this parent when it joins, neither by another link nor by a lender: all is local then. */
function isBroken(was: Fact | undefined, tie: Tie, course: Course, context: Context): boolean {
  if (was === undefined) return course.created.has(tie.link);
  return !isUnbroken(was, tie, context) && !isSucceeding(was, tie, course, context);
}

/** Whether a table joins a parent before it leaves another with the same column. */
function isSucceeding(was: Fact, { link }: Tie, { created, dropped }: Course, context: Context): boolean {
  const fact = context.to.facts.get(link);
  const joins = created.get(link);
  if (fact === undefined || joins === undefined) return false;
  const earlier = new Set(tiesBefore(was, context).map((tie) => tie.link));
  return freedBy(fact, 'create', context).some((id) => earlier.has(id) && joins < (dropped.get(id) ?? joins));
}

/**
 * Whether an inherited column's NOT NULL will be local as well, and its name. That the column is NOT NULL at all is the plan's
 * own matter.
 */
function notNullAfter(
  column: Fact,
  ties: readonly Tie[],
  course: Course,
  context: Context,
): NotNull | undefined {
  const wanted = notNullOf(column);
  if (!hasNamedNotNulls(context.from) || !hasNamedNotNulls(context.to)) return wanted;
  if (!isFromAbove(wanted)) return wanted;
  const was = context.isCreated(column.id) ? undefined : context.from.facts.get(column.id);
  if (was === undefined && (inheritsNotNull(column, context) || isLent(column, context))) return wanted;
  const givers = ties.filter(({ above }) => givesNotNull(context.to.facts.get(above)));
  if (givers.every((tie) => isBroken(was, tie, course, context))) {
    const before = was && changeOf(was, column, context) === undefined ? notNullOf(was) : undefined;
    return { ...wanted, origin: 'both', name: (before ?? wanted).name };
  }
  if (was === undefined) return wanted;
  const before = notNullOf(was);
  // It is dropped and comes again.
  if (before?.isNotValid === false && wanted.isNotValid) return wanted;
  const nameIn = ({ facts }: Schema, { above }: Tie) => notNullName(facts.get(above)!);
  const isKept = (tie: Tie) =>
    givesNotNull(context.from.facts.get(tie.above)) &&
    isUnbroken(was, tie, context) &&
    nameIn(context.from, tie) === nameIn(context.to, tie);
  if (before !== undefined && givers.some(isKept))
    return { ...wanted, origin: before.origin, name: before.name };
  // A local NOT NULL, or one of another name than the inherited one, is added before that.
  const isAlike = givers.some((tie) => nameIn(context.to, tie) === notNullName(column));
  const isSucceeded = givers.some((tie) => isSucceeding(was, tie, course, context));
  const isOwn = before?.origin !== 'inherited' || (!isSucceeded && isCutOff(was, context));
  return (before !== undefined && isOwn) || !isAlike ? { ...wanted, origin: 'both' } : wanted;
}

/** Whether a column leaves all the parents that it inherits its NOT NULL from. */
function isCutOff(was: Fact, context: Context): boolean {
  const givers = tiesBefore(was, context).filter(({ above }) => givesNotNull(context.from.facts.get(above)));
  return !givers.some((tie) => isUnbroken(was, tie, context));
}
