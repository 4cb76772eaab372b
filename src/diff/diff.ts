import type { ObjectId } from '../model/object-id.ts';
import type { Change } from '../model/plan.ts';
import {
  type Definition,
  type Fact,
  isSameDefinition,
  isSameProperty,
  type Schema,
} from '../model/schema.ts';

/** Every difference between two Schemas, sorted by id. Column order and text layout do not count as differences. */
export function diffSchemas(from: Schema, to: Schema): Change[] {
  const changes: Change[] = [];
  const passed: Fact[] = [];
  // Facts come sorted, and almost all are in both Schemas: walking both at once saves a look-up for each.
  const others = to.facts.values();
  let other = others.next();
  const pass = () => {
    passed.push(other.value as Fact);
    other = others.next();
  };
  for (const before of from.facts.values()) {
    const { id } = before;
    const after = other.value?.id === id ? other.value : to.facts.get(id);
    if (after !== undefined) {
      while (!other.done && other.value.id !== id) pass();
      other = others.next();
    }
    const change = compareFacts(id, before, after);
    if (change !== undefined) changes.push(change);
  }
  while (!other.done) pass();
  for (const after of passed)
    if (!from.facts.has(after.id)) changes.push({ kind: 'create', id: after.id, after });
  return changes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function compareFacts(id: ObjectId, before: Fact, after: Fact | undefined): Change | undefined {
  if (after === undefined) return { kind: 'drop', id, before };
  const properties = changedProperties(before.definition, after.definition);
  return properties.length === 0 ? undefined : { kind: 'alter', id, before, after, properties };
}

/** Names of the properties in which two definitions differ, sorted. Almost all definitions are equal, so that is tested first. */
function changedProperties(before: Definition, after: Definition): readonly string[] {
  if (isSameDefinition(before, after)) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSameProperty(before[name], after[name])).sort();
}
