import { kindOf, objectId } from '../../model/object-id.ts';
import type { FactKind, Schema } from '../../model/schema.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { columnAfter, inOrder, type LostRows, type TableCounts } from './row-counts.ts';

/**
 * Columns that hold as many values as before, of the same type, but other ones. `goal` tells of what type they are: values of a type of
 * the project's own read otherwise when that changes, and stay what they are. Sorted by table and column.
 */
export function findChangedValues(
  before: TableCounts,
  after: TableCounts,
  goal: Schema,
): readonly LostRows[] {
  const changed = [...before.values()].flatMap((table) => {
    const now = after.get(table.oid);
    if (now === undefined || !table.rows || now.rows !== table.rows) return [];
    const isMoved = table.partitions?.some((oid) => !now.partitions?.includes(oid)) === true;
    if (isMoved) return [];
    return [...table.columns].flatMap(([number, { name, type, values, sum }]) => {
      const left = columnAfter(number, table, now)?.[1];
      const isComparable = left?.type === type && left.values === values;
      if (!isComparable || left.sum === sum || !readsAlike(type, now.name, left.name, goal)) return [];
      const { oid, name: of } = table;
      return [{ oid, table: of, column: name, columnAfter: left.name, before: values, after: values }];
    });
  });
  return inOrder(changed);
}

const ownTypes: ReadonlySet<FactKind> = new Set([
  'enum',
  'domain',
  'composite-type',
  'range-type',
  'base-type',
  'table',
  'foreign-table',
  'view',
  'materialized-view',
]);

/** Whether the text of a value says the same before and after: what `regclass` and its like name may be renamed. */
function readsAlike(type: string, table: string, column: string, goal: Schema): boolean {
  const fact = goal.facts.get(objectId('column', `${table}.${quoteIdentifier(column)}`));
  if (fact === undefined || type.startsWith('reg')) return false;
  return !fact.dependsOn.some((id) => id !== fact.parent && ownTypes.has(kindOf(id)));
}
