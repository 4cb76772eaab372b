import type { Fact } from '../../../model/schema.ts';
import { readIndexMethod } from '../../../postgres/index-method.ts';
import { isWithoutOverlaps, type KeyDefinition, readKey } from '../../../postgres/key.ts';

/** What a key or a unique index tells rows apart by. A column of an index may have a collation of its own behind it. */
export type UniqueKey = Pick<KeyDefinition, 'columns' | 'hasEqualNulls' | 'isPrimary'>;

/** What a key or a unique index compares; undefined where that is not columns of all rows as their types compare. */
export function uniqueKeyOf({ kind, definition }: Fact): UniqueKey | undefined {
  if (kind === 'index') return definition.unique === true ? plainKey(String(definition.method)) : undefined;
  const key = readKey(String(definition.definition));
  return key === undefined || isWithoutOverlaps(key) ? undefined : key;
}

/** The key of an index over all rows, where it has no expressions and every column is compared as its type is. */
function plainKey(method: string): UniqueKey | undefined {
  const index = readIndexMethod(method);
  if (index === undefined || index.where !== '') return undefined;
  const { elements, hasEqualNulls } = index;
  const isPlain = elements.every(({ column, operatorClass }) => column !== undefined && operatorClass === '');
  const columns = elements.map(({ unordered }) => unordered);
  return isPlain ? { columns, hasEqualNulls, isPrimary: false } : undefined;
}
