import { isFromAbove, notNullOf } from '../../../model/not-null.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { followersBefore, holds, isAwaited, staysBelow, tiesAfter, tiesBefore } from '../trees/tree.ts';
import { notNullName } from './not-null.ts';

/**
 * Whether a comment on a column's NOT NULL is lost, since that is dropped and added again, or goes along to another name, while what is
 * called so then has one too.
 */
export function losesRemark(before: Fact, after: Fact, remark: Fact, context: Context): boolean {
  if (!isOnNotNull(remark)) return false;
  return changeOf(before, after, context) === 'renewed' || notNullName(before) !== notNullName(after);
}

/** Whether a comment that belongs to a column is on its NOT NULL. */
export function isOnNotNull({ kind, name }: Fact): boolean {
  return kind === 'comment' && name.startsWith('constraint:');
}

/** What happens to a column's NOT NULL. `renewed`: it goes and is made again; `adjusted`: it is altered in place. */
type NotNullChange = 'gained' | 'lost' | 'renewed' | 'adjusted';

/** What happens to a column's NOT NULL; undefined for nothing. */
export function changeOf(before: Fact, after: Fact, context: Context): NotNullChange | undefined {
  const [was, is] = [notNullOf(before), notNullOf(after)];
  if (was === undefined) return is === undefined ? undefined : 'gained';
  if (is === undefined) return 'lost';
  if (losesValidity(before, after, context)) return 'renewed';
  if (notNullName(before) !== notNullName(after) && !isInheritedThroughout(before, after, context))
    return canRename(before, after, context) ? 'adjusted' : 'renewed';
  const isValidated = was.isNotValid && !is.isNotValid;
  return isValidated || was.isNoInherit !== is.isNoInherit ? 'adjusted' : undefined;
}

/** Whether a NOT NULL, or one below that inherits it, becomes NOT VALID again: it is made anew for that. */
function losesValidity(before: Fact, after: Fact, context: Context): boolean {
  const [was, is] = [notNullOf(before), notNullOf(after)];
  if (was === undefined || !is?.isNotValid) return false;
  if (!was.isNotValid) return true;
  return followersBefore(before, context).some((below) => {
    const now = context.to.facts.get(below.id);
    const stays = now !== undefined && !context.isCreated(now.id) && staysBelow(now, after.id, context);
    return stays && losesValidity(below, now, context);
  });
}

/** The columns above whose NOT NULLs are made anew for this one, which inherits them and becomes NOT VALID again. */
export function madeAnewAbove(before: Fact, after: Fact, context: Context): readonly ObjectId[] {
  if (!losesValidity(before, after, context)) return [];
  return parentsOf(after, context).flatMap(({ now }) =>
    now !== undefined && givesNotNull(now) ? [now.id] : [],
  );
}

/** Whether a NOT NULL is inherited before and after: nothing can rename it, and another name is only told of. */
function isInheritedThroughout(before: Fact, after: Fact, context: Context): boolean {
  return isFromAbove(notNullOf(after)) && isInheritedBefore(before, context);
}

/** Whether a column inherits a NOT NULL before the change, from a parent that stays its table's. */
export function isInheritedBefore(before: Fact, context: Context): boolean {
  return tiesBefore(before, context).some(
    ({ above, link }) => holds(link, context) && givesNotNull(context.from.facts.get(above)),
  );
}

/**
 * RENAME CONSTRAINT renames it in the whole tree. That is right where the name is the same in all of it and each child inherits
 * it from one parent.
 */
function canRename(before: Fact, after: Fact, context: Context): boolean {
  if (!givesNotNull(before)) return true;
  return followersBefore(before, context).every((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, after.id, context) || !now.definition.notNull) return true;
    if (notNullName(below) !== notNullName(before)) return false;
    if (notNullName(now) !== notNullName(after) && !isNeeded(before, context)) return false;
    const givers = tiesAfter(now, context).filter(({ above }) => givesNotNull(context.from.facts.get(above)));
    return givers.length === 1 && canRename(below, now, context);
  });
}

/** Whether something needs a NOT NULL, so that it cannot be dropped and added again. */
export function isNeeded(column: Fact, context: Context): boolean {
  return (
    column.definition.identity !== undefined ||
    context
      .dependentsBefore(column.id)
      .some(({ definition, id }) => definition.type === 'primary' && !context.isDropped(id))
  );
}

/** A parent's column, which may be new or dropped. */
export interface Parent {
  readonly before: Fact | undefined;
  readonly now: Fact | undefined;
}

/** The columns above that a column follows before or after, in parents that stay its table's. */
export function parentsOf(column: Fact, context: Context): readonly Parent[] {
  const [was, is] = [context.from.facts.get(column.id), context.to.facts.get(column.id)];
  const ties = [
    ...(was === undefined ? [] : tiesBefore(was, context)),
    ...(is === undefined ? [] : tiesAfter(is, context)),
  ];
  const isAbove = (link: ObjectId) =>
    holds(link, context) || (is !== undefined && isAwaited(link, is, context));
  const ids = ties.filter(({ above, link }) => isAbove(link) && !context.isReplaced(above));
  return [...new Set(ids.map(({ above }) => above))].map((id) => ({
    before: context.from.facts.get(id),
    now: context.to.facts.get(id),
  }));
}

/** Whether a parent's statements make the same change to this NOT NULL. */
export function isBrought(change: NotNullChange, after: Fact, context: Context): boolean {
  return parentsOf(after, context).some(({ before, now }) => {
    if (now === undefined || !givesNotNull(now)) return false;
    if (before === undefined || !givesNotNull(before)) return true;
    const above = changeOf(before, now, context);
    return above === 'renewed' || (above === 'adjusted' && change === 'adjusted');
  });
}

/** Whether one of two columns that do not wait for each other is changed before the other. */
export function isEarlier(one: Fact, other: Fact): boolean {
  return (
    (one.position ?? 0) - (other.position ?? 0) < 0 || (one.position === other.position && one.id < other.id)
  );
}
