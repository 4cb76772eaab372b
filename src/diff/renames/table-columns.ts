import { entry } from '../../model/entry.ts';
import { once } from '../../model/once.ts';
import type { Schema } from '../../model/schema.ts';
import { lastPart } from '../../postgres/identifier.ts';

/** The columns of each table of a Schema, with their types, by its id. */
export const columnsByTable = once(({ facts }: Schema): ReadonlyMap<string, ReadonlySet<string>> => {
  const byTable = new Map<string, Set<string>>();
  for (const { kind, parent, name, definition } of facts.values())
    if (kind === 'column' && parent !== undefined)
      entry(byTable, parent, () => new Set()).add(`${lastPart(name)} ${definition.type}`);
  return byTable;
});
