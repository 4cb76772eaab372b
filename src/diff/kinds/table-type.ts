import type { ObjectId } from '../../model/object-id.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { columnsAfter, comeInOrder, goingColumns } from './columns/table-columns.ts';

/**
 * That a table is of a composite type, whose attributes are its columns: while it is, neither can change without the other, so it
 * is let go meanwhile. https://www.postgresql.org/docs/18/sql-altertable.html
 */
export const tableTypeRules: KindRules = {
  rank: 565,
  create: (fact) => [`ALTER TABLE ${fact.name} OF ${fact.definition.of}`],
  drop: (fact) => [`ALTER TABLE ${fact.name} NOT OF`],
  alter: () => 'replace',
  inline: () => looseness.firm,
  waitsFor: ({ parent }, context) => [...columnsOf(parent!, context), ...goingColumns(parent!, context)],
  changedInAbsence: ({ parent }, context) => columnsOf(parent!, context),
  droppedAfterwards: ({ parent }, verb, context) => (verb === 'drop' ? goingColumns(parent!, context) : []),
  // The columns have to stand as the attributes do.
  replacedInstead: ({ parent }, context) => (comeInOrder(parent!, context) ? undefined : parent),
};

function columnsOf(table: ObjectId, context: Context): readonly ObjectId[] {
  return columnsAfter(table, context).map(({ id }) => id);
}
