import { isFromAbove, withNotNull } from '../../../model/not-null.ts';
import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { notNullName } from '../not-nulls/not-null.ts';
import type { Standing } from './standing.ts';

// Whether an inherited column is local as well shows when the parents lose theirs, and is no difference of definitions. Where a
// plan is about nothing else (own-copies.ts), definitions say it with these properties.

/** What a definition says of a child's column in a plan about own copies. */
interface OwnCopy {
  /** The column is local as well. */
  readonly own?: true;
  /** Its NOT NULL is local as well. */
  readonly ownNotNull?: true;
  /** The name of the inherited NOT NULL. */
  readonly inheritedNotNull?: string;
}

/** The column with its standing written into its definition. */
export function withOwnCopy(column: Fact, { own, notNull }: Standing): Fact {
  const fact = withNotNull({ ...column, remarks: { ...column.remarks, own } }, notNull);
  const copy: OwnCopy = {
    ...(own ? { own } : {}),
    ...(notNull?.origin === 'both' ? { ownNotNull: true } : {}),
    ...(isFromAbove(notNull) ? { inheritedNotNull: notNullName(fact) } : {}),
  };
  return { ...fact, definition: { ...fact.definition, ...copy } };
}

function copies(id: ObjectId, { from, to }: Context): readonly [OwnCopy, OwnCopy] {
  const of = (definition: Definition | undefined) => (definition ?? {}) as OwnCopy;
  return [of(from.facts.get(id)?.definition), of(to.facts.get(id)?.definition)];
}

/** Whether a local column is to be inherited only. */
export function isGivenUp(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.own === true && is.own !== true;
}

/** Whether a local column hands its values to the inherited one that replaces it. */
export function handsValuesOver({ id, parent, definition }: Fact, context: Context): boolean {
  return isGivenUp(id, context) && definition.generated === undefined && kindOf(parent!) === 'table';
}

/** Whether an inherited column is to become local as well. */
export function isTakenOver(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.own !== true && is.own === true;
}

/** Whether a NOT NULL is to be inherited under another name, or no longer local, as that of a detached child's column is. */
export function restatesNotNull(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  const isDetached = isTakenOver(id, context);
  const wasLocal = was.ownNotNull === true || (isDetached && is.inheritedNotNull !== undefined);
  if (wasLocal && is.ownNotNull !== true) return true;
  return !isDetached && was.inheritedNotNull !== is.inheritedNotNull;
}

/** Whether an inherited NOT NULL is to become local as well. */
export function takesNotNullOver(id: ObjectId, context: Context): boolean {
  const [was, is] = copies(id, context);
  return was.ownNotNull !== true && is.ownNotNull === true;
}
