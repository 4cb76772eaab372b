import { objectId } from '../../model/object-id.ts';
import type { Schema } from '../../model/schema.ts';

/** The tables that a partition is in, on all levels. */
export function tablesAbove(name: string, schema: Schema | undefined): readonly string[] {
  const of = schema?.facts.get(objectId('partition', name))?.definition.of;
  return of === undefined ? [] : [String(of), ...tablesAbove(String(of), schema)];
}
