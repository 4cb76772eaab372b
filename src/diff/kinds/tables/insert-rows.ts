import { nameOf, type ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { columnsAfter, columnsBefore } from '../columns/table-columns.ts';

/** The columns in the order in which rows are copied, as SQL. */
export function listOf(columns: readonly Fact[]): string {
  return columns.map(({ id }) => lastPart(id)).join(', ');
}

/**
 * Puts rows that were there before into a table, with their own values for identities. `from` is what they are selected from, with its
 * condition; `divided` the table that knows of identities where the rows go to a part of it.
 */
export function insertRows(
  into: ObjectId,
  columns: readonly Fact[],
  from: string,
  context: Context,
  divided: ObjectId = into,
): string {
  const names = listOf(columns);
  const overriding = hasIdentityColumn(divided, context) ? ' OVERRIDING SYSTEM VALUE' : '';
  return `INSERT INTO ${nameOf(into)} (${names})${overriding}\nSELECT ${names} FROM ${from}`;
}

/** Whether a column counts by itself before or after the change: nobody need know when that begins or ends. */
function hasIdentityColumn(table: ObjectId, context: Context): boolean {
  return [...columnsBefore(table, context), ...columnsAfter(table, context)].some(
    ({ definition }) => definition.identity !== undefined,
  );
}
