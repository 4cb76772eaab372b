import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import { byPosition, type Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';

/** A table's columns before the change. */
export function columnsBefore(table: ObjectId, context: Context): readonly Fact[] {
  return context.childrenBefore(table).filter(({ kind }) => kind === 'column');
}

/** A table's columns after the change, in order. */
export function columnsAfter(table: ObjectId, context: Context): readonly Fact[] {
  return context
    .childrenAfter(table)
    .filter(({ kind }) => kind === 'column')
    .sort(byPosition);
}

/** The ids of a table's columns after the change, in order. */
export function columnIdsAfter(table: ObjectId, context: Context): readonly ObjectId[] {
  return columnsAfter(table, context).map(({ id }) => id);
}

/** Whether a table's columns will be in the wanted order, given that new ones come last. */
export function comeInOrder(table: ObjectId, context: Context): boolean {
  const wanted = columnIdsAfter(table, context);
  const kept = wanted
    .filter((id) => !context.isDropped(id))
    .flatMap((id) => context.from.facts.get(id) ?? [])
    .sort(byPosition);
  return kept.every(({ id }, i) => wanted[i] === id);
}

/** The tables whose columns a view, a rule or a routine uses. */
export function tablesNamed({ dependsOn }: Fact, { to }: Context): readonly ObjectId[] {
  const isColumn = (id: ObjectId) => kindOf(id) === 'column';
  return [...new Set(dependsOn.flatMap((id) => (isColumn(id) && to.facts.get(id)?.parent) || []))];
}

/**
 * The columns that are dropped from the tables of a query with ON CONFLICT DO UPDATE, which depends on all columns of its table:
 * it is dropped before one of them is, and created after.
 */
export function goneFromUpserts(fact: Fact, context: Context): readonly ObjectId[] {
  if (!/\bON CONFLICT\b.*\bDO UPDATE\b/s.test(String(fact.definition.source))) return [];
  return tablesNamed(fact, context).flatMap((table) => goingColumns(table, context));
}

/** The columns that are dropped from a table, or replaced. */
export function goingColumns(table: ObjectId, context: Context): readonly ObjectId[] {
  return columnsBefore(table, context)
    .map(({ id }) => id)
    .filter((id) => context.isDropped(id));
}
