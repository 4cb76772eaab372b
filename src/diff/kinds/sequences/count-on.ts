import { type ObjectId, objectId } from '../../../model/object-id.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import type { Context, Statement } from '../../kind.ts';
import { hazardsOfCounting } from '../hazards/column-hazards.ts';
import { getsValuesBack } from '../tables/kept-rows.ts';
import { countOnSql, givenOut } from './identity.ts';
import { boundsOf } from './sequence-bounds.ts';

/**
 * Sets a sequence behind the greatest value of a column of integers that takes from it what rows may hold already; one that was there
 * before, or has more such columns, never back. `sequence` and `column` are full names.
 */
export function countOnRows(sequence: string, column: string, context: Context): Statement[] {
  const id = objectId('sequence', sequence);
  const definition = context.to.facts.get(id)?.definition;
  const [was, is] = [context.from, context.to].map(({ facts }) => facts.get(objectId('column', column)));
  if (definition === undefined || was === undefined || is === undefined) return [];
  if (context.isCreated(was.id) && !getsValuesBack(was.id, context)) return [];
  if (is.parent?.startsWith('foreign-table:')) return [];
  if (!/^(small|big)?int(eger)?$/.test(String(is.definition.type))) return [];
  const isDescending = String(definition.increment ?? 1).startsWith('-');
  const start = definition.start === undefined ? undefined : String(definition.start);
  const bounds = givenOut(boundsOf(String(definition.type ?? 'bigint'), definition), isDescending, start);
  const isUnused = context.isCreated(id) && !isSharedWith(id, column, context);
  const sql = countOnSql(
    column,
    quoteLiteral(sequence),
    bounds,
    isDescending,
    isUnused ? undefined : sequence,
  );
  return [{ sql, hazards: hazardsOfCounting(column, context) }];
}

/** Whether columns besides this one take their values from the sequence. */
function isSharedWith(sequence: ObjectId, column: string, context: Context): boolean {
  return context.dependentsAfter(sequence).some(({ kind, name }) => kind === 'default' && name !== column);
}

/** Whether the default of a column takes from a sequence that it did not take from, or that is made anew. */
export function takesAnew(sequence: string, column: string, context: Context): boolean {
  const id = objectId('sequence', sequence);
  const [before, after] = [context.from, context.to].map(({ facts }) =>
    facts.get(objectId('default', column)),
  );
  if (after?.dependsOn.includes(id) !== true) return false;
  return context.isCreated(id) || before?.dependsOn.includes(id) !== true;
}
