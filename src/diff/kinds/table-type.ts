import { type KindRules, looseness } from '../kind.ts';
import { columnIdsAfter, comeInOrder, goingColumns } from './columns/table-columns.ts';

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
  waitsFor: ({ parent }, context) => [...columnIdsAfter(parent!, context), ...goingColumns(parent!, context)],
  changedInAbsence: ({ parent }, context) => columnIdsAfter(parent!, context),
  droppedAfterwards: ({ parent }, verb, context) => (verb === 'drop' ? goingColumns(parent!, context) : []),
  // OF needs the columns in the order of the attributes.
  replacedInstead: ({ parent }, context) => (comeInOrder(parent!, context) ? undefined : parent),
};
