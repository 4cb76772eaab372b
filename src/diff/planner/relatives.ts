import { entry } from '../../model/entry.ts';
import type { ObjectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Fact, Schema } from '../../model/schema.ts';

/** Facts grouped by what they depend on and by whom they belong to; each grouping is made when it is first asked for. */
export class Relatives {
  private readonly schema: Schema;
  private dependents: ReadonlyMap<ObjectId, readonly Fact[]> | undefined;
  private children: ReadonlyMap<ObjectId, readonly Fact[]> | undefined;

  constructor(schema: Schema) {
    this.schema = schema;
  }

  dependentsOf(id: ObjectId): readonly Fact[] {
    this.dependents ??= group(this.schema, (fact) => fact.dependsOn);
    return this.dependents.get(id) ?? [];
  }

  childrenOf(id: ObjectId): readonly Fact[] {
    this.children ??= group(this.schema, ({ parent }) => (parent === undefined ? [] : [parent]));
    return this.children.get(id) ?? [];
  }
}

/** A Schema is planned from and to several times. */
export const relativesOf = once((schema: Schema) => new Relatives(schema));

/** An object with all that is part of it. */
export function withParts(schema: Schema, id: ObjectId): readonly ObjectId[] {
  const children = relativesOf(schema).childrenOf(id);
  return [id, ...children.flatMap((child) => withParts(schema, child.id))];
}

function group(
  schema: Schema,
  keysOf: (fact: Fact) => readonly ObjectId[],
): ReadonlyMap<ObjectId, readonly Fact[]> {
  const groups = new Map<ObjectId, Fact[]>();
  for (const fact of schema.facts.values())
    for (const id of keysOf(fact)) entry(groups, id, () => []).push(fact);
  return groups;
}
