import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart, quoteIdentifier, splitIdentifier, splitLast } from '../../postgres/identifier.ts';
import { hasChanged } from '../definition.ts';
import type { Context } from '../kind.ts';
import {
  bringersOf,
  comesDown,
  followersBefore,
  holds,
  isOnlyInherited,
  staysBelow,
  tiesAfter,
} from './tree.ts';

/** The column that an inherited one follows, of several the first; where it comes with the parents', the one that brings it. */
export function parentColumn(fact: Fact, context: Context): Fact | undefined {
  const id = bringersOf(fact.id, context).at(-1) ?? tiesAfter(fact, context)[0]?.above;
  return id === undefined ? undefined : context.to.facts.get(id);
}

/** Whether a column has its NOT NULL from a parent, be it not the first. */
export function inheritsNotNull(fact: Fact, context: Context): boolean {
  return tiesAfter(fact, context).some(({ above }) => givesNotNull(context.to.facts.get(above)));
}

/** Whether a column's NOT NULL is one for its children too. */
export function givesNotNull(fact: Fact | undefined): boolean {
  return fact?.definition.notNull === true && fact.definition.notNullNoInherit !== true;
}

/** Whether what is altered of the parent's column has altered this one in the same way. */
export function followsParent(after: Fact, context: Context, property: string): boolean {
  return tiesAfter(after, context).some(({ above, link }) => {
    const [before, now] = [context.from.facts.get(above), context.to.facts.get(above)];
    if (before === undefined || now === undefined || context.isReplaced(above)) return false;
    if (property === 'expression' && !isSameBelow(now, property, context)) return false;
    return (
      holds(link, context) &&
      hasChanged(before, now, property) &&
      now.definition[property] === after.definition[property]
    );
  });
}

/** Whether the columns that stay below one say the same of a property as it does. */
export function isSameBelow(fact: Fact, property: string, context: Context): boolean {
  return followersBefore(fact, context).every((below) => {
    const now = context.to.facts.get(below.id);
    if (now === undefined || !staysBelow(now, fact.id, context)) return true;
    return now.definition[property] === fact.definition[property] && isSameBelow(now, property, context);
  });
}

/**
 * Whether a table that becomes a child lacks this column of its parent. PostgreSQL wants it there before, and a column that was
 * added to the child itself would stay its own; so another parent lends it, which goes when the real one has come.
 */
export function isLent(fact: Fact, context: Context): boolean {
  const { generated, notNullNotValid } = fact.definition;
  if (generated !== undefined || notNullNotValid || !isOnlyInherited(fact) || comesDown(fact, context))
    return false;
  if (!context.isCreated(fact.id) || !context.from.facts.has(fact.parent!) || context.isCreated(fact.parent!))
    return false;
  const ties = tiesAfter(fact, context);
  return (
    ties.length > 0 && ties.every(({ link }) => kindOf(link) === 'inheritance' && context.isCreated(link))
  );
}

/** What lends a table, on the way into a place below another one, the columns that it lacks; undefined where it has them all. */
export interface Lender {
  readonly table: string;
  readonly columns: readonly Fact[];
}

export function lenderFor(place: Fact, context: Context): Lender | undefined {
  const { child, of } = place.definition;
  const columns = context
    .childrenAfter(place.parent as ObjectId)
    .filter((part) => part.kind === 'column' && isLent(part, context))
    .filter((part) => tiesAfter(part, context)[0]?.link === place.id);
  const names = [child, of].map((name) => (splitIdentifier(lastPart(String(name)))[0] ?? '').slice(0, 25));
  const table = `${splitLast(String(child))[0]}.${quoteIdentifier(`${names.join('_')}_lent`)}`;
  return columns.length === 0 ? undefined : { table, columns };
}

/** What lends this column. */
export function lenderOf(fact: Fact, context: Context): Lender | undefined {
  if (!isLent(fact, context)) return undefined;
  const [tie] = tiesAfter(fact, context);
  return lenderFor(context.to.facts.get(tie!.link)!, context);
}
