import { kindOf, type ObjectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, quoteIdentifier, splitLast } from '../../postgres/identifier.ts';
import type { Context } from '../kind.ts';
import { comesDown, isOnlyInherited, tiesAfter } from './tree.ts';

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
  const columns = context
    .childrenAfter(place.parent as ObjectId)
    .filter((part) => part.kind === 'column' && isLent(part, context))
    .filter((part) => tiesAfter(part, context)[0]?.link === place.id);
  return columns.length === 0 ? undefined : { table: lenderName(place), columns };
}

/** What the table that lends is called while it is there. */
export function lenderName({ definition: { child, of } }: Fact): string {
  const names = [child, of].map((name) => bareName(String(name)).slice(0, 25));
  return `${splitLast(String(child))[0]}.${quoteIdentifier(`${names.join('_')}_lent`)}`;
}

/** What lends this column. */
export function lenderOf(fact: Fact, context: Context): Lender | undefined {
  if (!isLent(fact, context)) return undefined;
  const [tie] = tiesAfter(fact, context);
  return lenderFor(context.to.facts.get(tie!.link)!, context);
}

/** The first column that a table is lent comes with the table that lends it. */
export function firstLent(fact: Fact, context: Context): readonly ObjectId[] {
  const first = lenderOf(fact, context)?.columns[0]?.id;
  return first === undefined || first === fact.id ? [] : [first];
}
