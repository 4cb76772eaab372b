import type { ObjectId } from '../model/object-id.ts';
import type { Change } from '../model/plan.ts';
import type { Definition, Fact, Property, Schema } from '../model/schema.ts';

/** Every difference between two Schemas, sorted by id. Order of columns and layout of text are none. */
export function diffSchemas(from: Schema, to: Schema): Change[] {
  const changes: Change[] = [];
  const ids = new Set<ObjectId>([...from.facts.keys(), ...to.facts.keys()]);
  for (const id of ids) {
    const change = changeOf(id, from.facts.get(id), to.facts.get(id));
    if (change !== undefined) changes.push(change);
  }
  return changes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function changeOf(id: ObjectId, before: Fact | undefined, after: Fact | undefined): Change | undefined {
  if (before === undefined) return after === undefined ? undefined : { kind: 'create', id, after };
  if (after === undefined) return { kind: 'drop', id, before };
  const properties = changedProperties(before.definition, after.definition);
  return properties.length === 0 ? undefined : { kind: 'alter', id, before, after, properties };
}

/** Names of the properties in which two definitions differ, sorted. */
export function changedProperties(before: Definition, after: Definition): string[] {
  if (before === after) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isSame(before[name], after[name])).sort();
}

function isSame(a: Property | undefined, b: Property | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}
