import { groupBy } from '../model/group-by.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';

/** A key whose uniqueness another one ensures. */
export interface Redundancy {
  readonly by: ObjectId;
  /** Both are over the same columns. */
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
 * Keys that demand nothing beyond another key of their table: over the same columns or more. A primary key is never one, since it
 * also forbids null.
 */
export function redundantKeys(schema: Schema): ReadonlyMap<ObjectId, Redundancy> {
  const all = [...schema.facts.values()].flatMap((fact) => keyOf(fact) ?? []);
  const redundant = new Map<ObjectId, Redundancy>();
  for (const keys of groupBy(all, ({ table }) => table).values()) {
    for (const key of keys) {
      if (schema.facts.get(key.id)?.definition.type === 'primary') continue;
      const by = keys.find((other) => other !== key && ensures(other, key));
      if (by !== undefined)
        redundant.set(key.id, { by: by.id, isEqual: by.columns.size === key.columns.size });
    }
  }
  return redundant;
}

function ensures(other: Key, key: Key): boolean {
  if (key.nullsAreEqual && !other.nullsAreEqual) return false;
  return [...other.columns].every((column) => key.columns.has(column));
}

const plainKey =
  /^(?:PRIMARY KEY|UNIQUE(?<nulls> NULLS NOT DISTINCT)?|btree) \((?<columns>(?:"(?:[^"]|"")*"|[^"()])*)\)(?<rest>.*)$/s;

function keyOf({ id, kind, parent, definition }: Fact): Key | undefined {
  if (parent === undefined) return undefined;
  const isIndex = kind === 'index' && definition.unique === true;
  const isConstraint =
    kind === 'constraint' && (definition.type === 'unique' || definition.type === 'primary');
  if (!isIndex && !isConstraint) return undefined;
  const groups = plainKey.exec(String(isIndex ? definition.method : definition.definition))?.groups;
  const rest = groups?.rest ?? '';
  // A deferrable key may be broken for a while, and a partial one holds for some rows only.
  if (groups === undefined || / WHERE |DEFERRABLE/.test(rest)) return undefined;
  const columns = [...(groups.columns as string).matchAll(/"(?:[^"]|"")*"|[^,]+/g)].map(([part]) =>
    // An index also says how it is sorted, which changes nothing of what it demands.
    part.trim().replace(/ (?:ASC|DESC|NULLS FIRST|NULLS LAST)\b/g, ''),
  );
  return {
    id,
    table: parent,
    columns: new Set(columns.filter((column) => column !== '')),
    nullsAreEqual:
      groups.nulls !== undefined || rest.includes('NULLS NOT DISTINCT') || definition.type === 'primary',
  };
}
