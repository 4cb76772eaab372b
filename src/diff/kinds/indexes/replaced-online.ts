import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { type Fact, isSameDefinition } from '../../../model/schema.ts';
import { isWithoutOverlaps, readKey } from '../../../postgres/key.ts';
import type { Context } from '../../kind.ts';
import { isRetyped } from '../columns/column-type.ts';
import { indexesOverRows } from '../columns/row-holders.ts';
import { isInUse } from '../shared/online.ts';
import { holdsIndex, tiesBefore } from '../trees/tree.ts';
import { isNullable } from './index-marks.ts';

/**
 * Whether online an index or key that changes stays until the new index is built under another name: rows are guarded and found all
 * the while, and the two change places in one transaction. Not where something else needs it gone before that.
 */
export function staysUntilBuilt({ id }: Fact, context: Context): boolean {
  const [was, is] = [context.from.facts.get(id), context.to.facts.get(id)];
  if (was === undefined || is === undefined || !context.isReplaced(id) || was.parent !== is.parent)
    return false;
  const table = nameOf(was.parent!);
  return (
    isInUse(table, context) &&
    !isSameDefinition(was.definition, is.definition) &&
    isBuiltConcurrently(was) &&
    isBuiltConcurrently(is) &&
    (was.definition.type !== 'primary' || is.definition.type === 'primary') &&
    tiesBefore(was, context).length === 0 &&
    !changesPlace(table, context) &&
    !indexesOverRows(was, context).includes(id) &&
    !isMistakable(was, context) &&
    was.dependsOn.every((need) => letsStay(need, context))
  );
}

/** Whether an index, or the one of a constraint, can be built by CREATE INDEX CONCURRENTLY. */
export function isBuiltConcurrently({ kind, definition }: Fact): boolean {
  if (definition.onOnly) return false;
  if (kind === 'index') return true;
  const key = readKey(String(definition.definition));
  return key !== undefined && !isWithoutOverlaps(key);
}

/** Whether a table joins or leaves a partitioned one, which may take an index of it for a part. */
function changesPlace(table: string, context: Context): boolean {
  const link = objectId('partition', table);
  return context.isCreated(link) || context.isDropped(link);
}

/** Whether a foreign key is made by another key of the table: PostgreSQL takes the first that it finds on these columns. */
function isMistakable({ id, parent }: Fact, context: Context): boolean {
  const others = context
    .childrenAfter(parent!)
    .filter((other) => holdsIndex.has(other.kind) && other.id !== id);
  return others.some((other) =>
    context
      .dependentsAfter(other.id)
      .some((key) => key.definition.type === 'foreign' && context.isCreated(key.id)),
  );
}

/** Whether what an index needs allows it to stay: nothing drops it, and no column gets another type, or nulls that a key refuses. */
function letsStay(need: ObjectId, context: Context): boolean {
  if (context.isDropped(need)) return false;
  if (kindOf(need) !== 'column' || !context.isAltered(need)) return true;
  const [was, is] = [context.from.facts.get(need)!, context.to.facts.get(need)!];
  return !isNullable(is) && !isRetyped(was, is, context);
}
