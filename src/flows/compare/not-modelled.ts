import type { NotModelled, Schema } from '../../model/schema.ts';

/** What two Schemas may differ in without a plan that would say so, each once. */
export function notModelledBetween(before: Schema, after: Schema): readonly NotModelled[] {
  const found = [...before.notModelled, ...after.notModelled, ...changedOwnCopies(before, after)];
  const once = new Map(found.map((one) => [`${one.type} ${one.identity}`, one]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Whether a child has a column of its own besides the one that it inherits is decided when it is made, and stays so. */
function changedOwnCopies(before: Schema, after: Schema): readonly NotModelled[] {
  const copies: NotModelled[] = [];
  for (const { id, kind, name, definition, remarks } of after.facts.values()) {
    if (kind !== 'column' || !definition.inherited) continue;
    const was = before.facts.get(id);
    if (was?.definition.inherited && was.remarks?.own !== remarks?.own)
      copies.push({ type: 'own copy of an inherited column', identity: name });
  }
  return copies;
}
