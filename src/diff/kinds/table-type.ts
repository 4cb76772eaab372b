import type { ObjectId } from '../../model/object-id.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { columnsAfter, comeInOrder, goingColumns } from './columns/table-columns.ts';

/**
 * That a table is of a composite type, whose attributes are its columns. Neither can change while that holds: NOT OF ends it
 * before, and OF comes after. https://www.postgresql.org/docs/18/sql-altertable.html
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
  // OF needs the columns in the order of the attributes.
  replacedInstead: ({ parent }, context) => (comeInOrder(parent!, context) ? undefined : parent),
};

function columnsOf(table: ObjectId, context: Context): readonly ObjectId[] {
  return columnsAfter(table, context).map(({ id }) => id);
}
