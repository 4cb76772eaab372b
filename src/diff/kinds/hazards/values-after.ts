import { objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { conversionOf, misfitCondition, refusesNothing } from '../../../postgres/types/type-change.ts';
import type { Context } from '../../kind.ts';
import { typeOfValues } from '../types/value-type.ts';

/** What a column will hold, said before the plan runs. */
interface ValuesAfter {
  /** An expression over what it holds now. */
  readonly expression: string;
  /** What is true of the values of which it can be computed; undefined for all of them. */
  readonly where?: string;
}

/** The values of a column as the plan makes them. Where their new type or collation is not there yet they are those of now. */
export function valuesAfter(column: string, context: Context): ValuesAfter {
  const own = splitLast(column)[1];
  const id = objectId('column', column);
  const [before, after] = [context.from.facts.get(id), context.to.facts.get(id)];
  if (before === undefined || after === undefined || context.isCreated(id)) return { expression: own };
  const converted = convertedValues(before, after, own, context);
  const { collation } = after.definition;
  const isKnown = context.from.facts.has(objectId('collation', String(collation)));
  const isOther = collation !== before.definition.collation && isKnown;
  return isOther ? { ...converted, expression: `${converted.expression} COLLATE ${collation}` } : converted;
}

function convertedValues(before: Fact, after: Fact, own: string, context: Context): ValuesAfter {
  const from = typeOfValues(before, context.from);
  const to = typeOfValues(after, context.to);
  // What has no schema comes with PostgreSQL.
  if (from === to || to.includes('.')) return { expression: own };
  const expression = conversionOf(from, to, own).replace(/^ USING /, '') || `${own}::${to}`;
  const isWhole = refusesNothing(from, to) || from.endsWith('[]') !== to.endsWith('[]');
  return isWhole ? { expression } : { expression, where: `(${misfitCondition(from, to, own)}) IS NOT TRUE` };
}
