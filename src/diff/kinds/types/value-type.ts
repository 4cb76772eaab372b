import { objectId } from '../../../model/object-id.ts';
import type { Fact, FactKind, Schema } from '../../../model/schema.ts';

/** The base type behind domains: `numeric(12,2)` of `public.amount`, also of arrays. */
export function valueType(type: string, schema: Schema): string {
  if (type.endsWith('[]')) return `${valueType(type.slice(0, -2), schema)}[]`;
  const domain = schema.facts.get(objectId('domain', type));
  return domain === undefined ? type : valueType(String(domain.definition.base), schema);
}

/** The base type of a column's values. */
export function typeOfValues({ definition }: Fact, schema: Schema): string {
  return valueType(String(definition.type), schema);
}

/** Kinds of types that hold values of other types. */
export const containerTypes: ReadonlySet<FactKind> = new Set(['domain', 'composite-type', 'range-type']);
