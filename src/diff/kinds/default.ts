import { kindOf, nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import { type Fact, isSameProperty } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
import { type Context, type KindRules, looseness, type Statements } from '../kind.ts';
import { setDefault } from './columns/new-column.ts';
import { countOnRows, takesAnew } from './sequences/count-on.ts';
import { followersAfter, tiesAfter } from './trees/tree.ts';

/** https://www.postgresql.org/docs/18/sql-altertable.html, SET and DROP DEFAULT */
export const defaultRules: KindRules = {
  rank: 600,
  create: (fact, context) => [...setDefault(fact), ...countOn(fact, context)],
  drop: (fact) => {
    const [table, column] = splitLast(fact.name);
    return [`ALTER TABLE ONLY ${table} ALTER COLUMN ${column} DROP DEFAULT`];
  },
  alter: (_before, after, context) => [...setDefault(after), ...countOn(after, context)],
  inline: (fact, context) => (childrenInConflict(fact, context).length > 0 ? undefined : looseness.looser),
  waitsFor: childrenInConflict,
  replacedOnCycle: 'last',
};

/** A sequence from which the column takes its values now does not give out again what rows hold. Its owner's statement may say so. */
function countOn({ name, parent, dependsOn }: Fact, context: Context): Statements {
  if (context.isCreated(parent!)) return [];
  const sequences = dependsOn.filter((id) => kindOf(id) === 'sequence').map(nameOf);
  return sequences
    .filter((sequence) => takesAnew(sequence, name, context))
    .filter((sequence) => {
      const owner = context.to.facts.get(objectId('sequence-owner', sequence));
      return owner?.definition.column !== name || !context.isCreated(owner.id);
    })
    .flatMap((sequence) => countOnRows(sequence, name, context));
}

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
