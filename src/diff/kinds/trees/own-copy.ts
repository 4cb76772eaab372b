import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';

// What a child has of its own besides what it has from its parents shows when the parents lose theirs, and is no difference of
// definitions. Where a plan is about nothing else (own-copies.ts), definitions say it with these properties.

/** What a definition says of a child's column in a plan about own copies. */
export interface OwnCopy {
  /** The column is the child's own, too. */
  readonly own?: true;
  /** Its NOT NULL is. */
  readonly ownNotNull?: true;
  /** What the NOT NULL that comes from above is called. */
  readonly inheritedNotNull?: string;
}

function copies(id: ObjectId, { from, to }: Context): readonly [OwnCopy, OwnCopy] {
  const of = (definition: Definition | undefined) => (definition ?? {}) as OwnCopy;
  return [of(from.facts.get(id)?.definition), of(to.facts.get(id)?.definition)];
}

/** Whether a column that is a child's own is to be its parents' alone. */
export function isGivenUp(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.own === true && is.own !== true;
}

/** Whether a child's own column has values for the one that is to come from its parents. */
export function handsValuesOver({ id, parent, definition }: Fact, context: Context): boolean {
  return isGivenUp(id, context) && definition.generated === undefined && kindOf(parent!) === 'table';
}

/** Whether a column that is its parents' alone is to be a child's own, too. */
export function isTakenOver(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.own !== true && is.own === true;
}

/** Whether the NOT NULL of a column is to come from its parents under another name, or from them alone, also of a child's own column. */
export function restatesNotNull(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  const wasLeftAlone = isTakenOver(id, context) && is.inheritedNotNull !== undefined;
  const isGivenBack = (was.ownNotNull === true || wasLeftAlone) && is.ownNotNull !== true;
  return (was.inheritedNotNull !== is.inheritedNotNull && !isTakenOver(id, context)) || isGivenBack;
}

/** Whether the NOT NULL of a column is to be a child's own, too. */
export function takesNotNullOver(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.ownNotNull !== true && is.ownNotNull === true;
}
