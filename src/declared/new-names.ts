import type { ObjectId } from '../model/object-id.ts';
import type { Rename } from '../model/plan.ts';
import type { Fact, Schema } from '../model/schema.ts';

/** A Schema in which constraints and indexes bear the names that they are to be given. */
export function withNewNames(schema: Schema, renames: readonly Rename[]): Schema {
  if (renames.length === 0) return schema;
  const ids = new Map<string, ObjectId>();
  for (const { from, to } of renames) {
    for (const kind of ['constraint', 'index'] as const) {
      if (schema.facts.has(`${kind}:${from}`)) ids.set(`${kind}:${from}`, `${kind}:${to}`);
    }
  }
  const renamed = (id: ObjectId): ObjectId => ids.get(id) ?? partOf(id, ids) ?? id;
  const facts = [...schema.facts.values()].map((fact): Fact => {
    const id = renamed(fact.id);
    return {
      ...fact,
      id,
      name: id === fact.id ? fact.name : id.slice(id.indexOf(':') + 1),
      ...(fact.parent === undefined ? {} : { parent: renamed(fact.parent) }),
      dependsOn: fact.dependsOn.map(renamed).sort(),
      goesWith: fact.goesWith.map(renamed).sort(),
    };
  });
  return { ...schema, facts: new Map(facts.map((fact) => [fact.id, fact])) };
}

/** A comment bears the id of its object. */
function partOf(id: ObjectId, ids: ReadonlyMap<string, ObjectId>): ObjectId | undefined {
  if (!id.startsWith('comment:')) return undefined;
  const object = ids.get(id.slice('comment:'.length));
  return object === undefined ? undefined : `comment:${object}`;
}
