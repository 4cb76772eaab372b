import { shown } from '../../sql/relations.ts';
import type { Failure } from '../failure.ts';

/**
 * A table or other relation that the server's message names without its schema, as SQL in a hint has to write it: with the schema that
 * the statement gives it, else with the one that the server tells apart.
 */
export function tableInHint(
  { relations, error }: Pick<Failure, 'relations' | 'error'>,
  name: string,
): string {
  const said = relations.find((one) => one.name === name && one.schema !== undefined)?.schema;
  const told = error.table === name && error.schema !== 'public' ? error.schema : undefined;
  return shown({ schema: said ?? told, name });
}
