import { nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import { type Fact, isSameProperty } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { type Context, type KindRules, looseness } from '../kind.ts';
import { setDefault } from './columns/new-column.ts';
import { followersAfter, tiesAfter } from './trees/tree.ts';

/** https://www.postgresql.org/docs/18/sql-altertable.html, SET and DROP DEFAULT */
export const defaultRules: KindRules = {
  rank: 600,
  create: (fact) => setDefault(fact),
  drop: (fact) => {
    const [table, column] = splitLast(fact.name);
    return [`ALTER TABLE ONLY ${table} ALTER COLUMN ${column} DROP DEFAULT`];
  },
  alter: (_before, after) => setDefault(after),
  inline: (fact, context) => (childrenInConflict(fact, context).length > 0 ? undefined : looseness.looser),
  waitsFor: childrenInConflict,
  replacedOnCycle: 'last',
};

/**
 * New tables that inherit the column from another parent too, with another default there: PostgreSQL would not create them with
 * both. A default of a column's own does not come down.
 */
function childrenInConflict(fact: Fact, context: Context): readonly ObjectId[] {
  const column = context.to.facts.get(fact.parent as ObjectId);
  if (column === undefined || !context.isCreated(fact.id)) return [];
  const isAnother = ({ above }: { readonly above: ObjectId }) => {
    const other = context.to.facts.get(objectId('default', nameOf(above)));
    return other !== undefined && !isSameProperty(other.definition.expression, fact.definition.expression);
  };
  return followersAfter(column, context).flatMap((below) =>
    context.isCreated(below.parent as ObjectId) && tiesAfter(below, context).some(isAnother)
      ? [below.parent as ObjectId]
      : [],
  );
}
