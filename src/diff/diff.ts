import type { ObjectId } from '../model/object-id.ts';
import type { Change } from '../model/plan.ts';
import type { Definition, Fact, Property, Schema } from '../model/schema.ts';

/** Every difference between two Schemas, sorted by id. Order of columns and layout of text are none. */
export function diffSchemas(from: Schema, to: Schema): Change[] {
  const changes: Change[] = [];
  for (const [id, before] of from.facts) {
    const change = changeOf(id, before, to.facts.get(id));
    if (change !== undefined) changes.push(change);
  }
  for (const [id, after] of to.facts) if (!from.facts.has(id)) changes.push({ kind: 'create', id, after });
  return changes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function changeOf(id: ObjectId, before: Fact, after: Fact | undefined): Change | undefined {
  if (after === undefined) return { kind: 'drop', id, before };
  const properties = changedProperties(before.definition, after.definition);
  return properties.length === 0 ? undefined : { kind: 'alter', id, before, after, properties };
}

/** Names of the properties in which two definitions differ, sorted. Almost all definitions are equal: that costs no copy. */
export function changedProperties(before: Definition, after: Definition): string[] {
  const changed: string[] = [];
  if (before === after) return changed;
  for (const name in before) if (!isSame(before[name], after[name])) changed.push(name);
  for (const name in after) if (before[name] === undefined && after[name] !== undefined) changed.push(name);
  return changed.sort();
}

function isSame(a: Property | undefined, b: Property | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}
