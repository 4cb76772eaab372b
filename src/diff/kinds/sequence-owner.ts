import { objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import type { Context, KindRules, Statement } from '../kind.ts';
import { hazardsOfCounting } from './hazards/column-hazards.ts';
import { countOnSql, givenOut } from './sequences/identity.ts';
import { boundsOf } from './sequences/sequence-bounds.ts';
import { getsValuesBack } from './tables/kept-rows.ts';

/** Which column a sequence goes with. https://www.postgresql.org/docs/18/sql-altersequence.html */
export const sequenceOwnerRules: KindRules = {
  rank: 605,
  create: (fact, context) => [...ownedBy(fact), ...countOn(fact, context)],
  drop: (fact) => [`ALTER SEQUENCE ${fact.name} OWNED BY NONE`],
  alter: () => 'replace',
};

/** Sets a new sequence behind the greatest value of its column, which may hold rows. */
function countOn(fact: Fact, context: Context): Statement[] {
  const column = String(fact.definition.column);
  const sequence = context.to.facts.get(objectId('sequence', fact.name))?.definition;
  const [was, is] = [context.from, context.to].map(({ facts }) => facts.get(objectId('column', column)));
  const isNew = sequence !== undefined && context.isCreated(objectId('sequence', fact.name));
  if (!isNew || was === undefined || is === undefined) return [];
  if (context.isCreated(was.id) && !getsValuesBack(was.id, context)) return [];
  if (is.parent?.startsWith('foreign-table:')) return [];
  if (!/^(small|big)?int(eger)?$/.test(String(is.definition.type))) return [];
  const isDescending = String(sequence.increment ?? 1).startsWith('-');
  const start = sequence.start === undefined ? undefined : String(sequence.start);
  const bounds = givenOut(boundsOf(String(sequence.type ?? 'bigint'), sequence), isDescending, start);
  const sql = countOnSql(column, quoteLiteral(fact.name), bounds, isDescending);
  return [{ sql, hazards: hazardsOfCounting(column, context) }];
}

function ownedBy(fact: Fact): string[] {
  return [`ALTER SEQUENCE ${fact.name} OWNED BY ${fact.definition.column}`];
}
