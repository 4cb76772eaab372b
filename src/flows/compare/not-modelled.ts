import { splitLast } from '../../diff/address.ts';
import { objectId } from '../../model/object-id.ts';
import type { NotModelled, Schema } from '../../model/schema.ts';

/** What two Schemas may differ in without a plan that would say so, each once. */
export function notModelledBetween(before: Schema, after: Schema): readonly NotModelled[] {
  const found = [...before.notModelled, ...after.notModelled, ...changedOwnCopies(before, after)];
  const once = new Map(found.map((one) => [`${one.type} ${one.identity}`, one]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * Whether a child has a column, or its NOT NULL, of its own besides the one that it inherits is decided when it is made, and
 * stays so. What a partition joins with is the whole's.
 */
function changedOwnCopies(before: Schema, after: Schema): readonly NotModelled[] {
  const copies: NotModelled[] = [];
  for (const { id, kind, name, definition, remarks } of after.facts.values()) {
    if (kind !== 'column' || !definition.inherited) continue;
    const was = before.facts.get(id);
    if (was === undefined) continue;
    const wasInherited = was.definition.inherited === true;
    if (!wasInherited && after.facts.has(objectId('partition', splitLast(name)[0]))) continue;
    if ((!wasInherited || was.remarks?.own === true) !== (remarks?.own === true))
      copies.push({ type: 'own copy of an inherited column', identity: name });
    const isInherited = remarks?.notNull !== undefined && was.definition.notNull === true;
    if (isInherited && (was.remarks?.notNull !== 'inherited') !== (remarks?.notNull === 'both'))
      copies.push({ type: 'own copy of an inherited NOT NULL', identity: name });
  }
  return copies;
}
