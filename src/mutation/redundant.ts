import { groupBy } from '../model/group-by.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { readIndexMethod } from '../postgres/index-method.ts';
import { readKey } from '../postgres/key.ts';

/** A key whose uniqueness another one ensures. */
export interface Redundancy {
  readonly by: ObjectId;
  /** Both are over the same columns: to drop one of them changes next to nothing. */
  readonly isEqual: boolean;
}

/** A primary key, unique constraint or unique index over plain columns of all rows. */
interface Key {
  readonly id: ObjectId;
  readonly table: ObjectId;
  readonly columns: ReadonlySet<string>;
  readonly nullsAreEqual: boolean;
}

/**
 * Keys that demand nothing beyond another key of their table: over the same columns or more. Of those over the same columns one
 * stands for all, the primary key if it is among them, which is never redundant since it also forbids null.
 */
export function redundantKeys(schema: Schema): ReadonlyMap<ObjectId, Redundancy> {
  const all = [...schema.facts.values()].flatMap((fact) => keyOf(fact) ?? []);
  const isPrimary = ({ id }: Key) => schema.facts.get(id)?.definition.type === 'primary';
  const redundant = new Map<ObjectId, Redundancy>();
  for (const keys of groupBy(all, ({ table }) => table).values()) {
    for (const equal of groupBy(keys, ({ columns }) => JSON.stringify([...columns].sort())).values()) {
      const strictest =
        equal.find(isPrimary) ?? equal.find(({ nullsAreEqual }) => nullsAreEqual) ?? equal[0]!;
      const narrower = isPrimary(strictest)
        ? undefined
        : keys.find((other) => !equal.includes(other) && ensures(other, strictest));
      for (const { id } of equal) {
        if (narrower !== undefined) redundant.set(id, { by: narrower.id, isEqual: false });
        else if (id !== strictest.id) redundant.set(id, { by: strictest.id, isEqual: true });
      }
    }
  }
  return redundant;
}

function ensures(other: Key, key: Key): boolean {
  if (key.nullsAreEqual && !other.nullsAreEqual) return false;
  return [...other.columns].every((column) => key.columns.has(column));
}

function keyOf({ id, kind, parent, definition }: Fact): Key | undefined {
  if (parent === undefined) return undefined;
  const isUniqueIndex = kind === 'index' && definition.unique === true;
  const key = isUniqueIndex
    ? indexKey(String(definition.method))
    : kind === 'constraint'
      ? constraintKey(String(definition.definition))
      : undefined;
  return key && { ...key, id, table: parent };
}

/** Undefined for expressions, and for a partial index, which holds for some rows only. */
function indexKey(method: string): Omit<Key, 'id' | 'table'> | undefined {
  const index = readIndexMethod(method);
  if (index === undefined || index.where !== '') return undefined;
  if (index.elements.some(({ column }) => column === undefined)) return undefined;
  // How it is sorted changes nothing of what it demands.
  const columns = new Set(index.elements.map(({ unordered }) => unordered));
  return { columns, nullsAreEqual: index.hasEqualNulls };
}

/** Undefined for a deferrable key, which may be broken for a while, and for other constraints. */
function constraintKey(definition: string): Omit<Key, 'id' | 'table'> | undefined {
  const key = readKey(definition);
  if (key === undefined || key.rest.includes('DEFERRABLE')) return undefined;
  return { columns: new Set(key.columns), nullsAreEqual: key.hasEqualNulls || key.isPrimary };
}
