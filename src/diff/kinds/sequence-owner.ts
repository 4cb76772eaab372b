import { objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import type { Context, KindRules, Statement } from '../kind.ts';
import { countOnRows, takesAnew } from './sequences/count-on.ts';

/** Which column a sequence goes with. https://www.postgresql.org/docs/18/sql-altersequence.html */
export const sequenceOwnerRules: KindRules = {
  rank: 605,
  create: (fact, context) => [...ownedBy(fact), ...countOn(fact, context)],
  drop: (fact) => [`ALTER SEQUENCE ${fact.name} OWNED BY NONE`],
  alter: () => 'replace',
};

/** A new sequence has rows behind it, as has one that was another column's, or that the column did not take from. */
function countOn({ id, name, definition }: Fact, context: Context): Statement[] {
  const column = String(definition.column);
  const was = context.from.facts.get(id)?.definition.column;
  const isAnothers = was !== undefined && was !== column;
  const isNew = context.isCreated(objectId('sequence', name));
  return isNew || isAnothers || takesAnew(name, column, context) ? countOnRows(name, column, context) : [];
}

function ownedBy(fact: Fact): string[] {
  return [`ALTER SEQUENCE ${fact.name} OWNED BY ${fact.definition.column}`];
}
