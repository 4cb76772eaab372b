import { notNullOf } from '../../../model/not-null.ts';
import { kindOf } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { bringersOf, followersBefore, holds, isJoined, staysBelow, tiesAfter } from './tree.ts';

/**
 * The first parent's column that an inherited one follows; where it is created with the parents', the one whose statement creates
 * it.
 */
export function parentColumn(fact: Fact, context: Context): Fact | undefined {
  const id = bringersOf(fact.id, context).at(-1) ?? tiesAfter(fact, context)[0]?.above;
  return id === undefined ? undefined : context.to.facts.get(id);
}

/** Whether a new column inherits a NOT NULL from any parent as it is made; one that the table joins later wants it there. */
export function inheritsNotNull(fact: Fact, context: Context): boolean {
  const isNew = context.isCreated(fact.parent!);
  return tiesAfter(fact, context).some(
    ({ above }) => givesNotNull(context.to.facts.get(above)) && (isNew || isJoined(fact, above, context)),
  );
}

/** Whether a column's NOT NULL is inherited by children. */
export function givesNotNull(fact: Fact | undefined): boolean {
  return fact !== undefined && notNullOf(fact)?.isNoInherit === false;
}

/** Whether altering the parent's column alters this property of the child's in the same way. */
export function followsParent(after: Fact, context: Context, property: string): boolean {
  return tiesAfter(after, context).some(({ above, link }) => {
    const [before, now] = [context.from.facts.get(above), context.to.facts.get(above)];
    if (before === undefined || now === undefined || context.isReplaced(above)) return false;
    if (property === 'expression' && !isSameBelow(now, property, context)) return false;
    // Partitions share an identity, children have their own.
    if (property === 'identity' && kindOf(link) === 'inheritance') return false;
    return (
      holds(link, context) &&
      hasChanged(before, now, property) &&
      now.definition[property] === after.definition[property]
    );
  });
}

/** Whether the columns that stay below a column agree with it in a property. */
export function isSameBelow(fact: Fact, property: string, context: Context): boolean {
  return followersBefore(fact, context).every((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, fact.id, context)) return true;
    return now.definition[property] === fact.definition[property] && isSameBelow(now, property, context);
  });
}
