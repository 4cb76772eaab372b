import type { Rule } from '../../model/rule.ts';
import { laterOf, ownTables } from '../reading/facts.ts';
import { dropHint, type IndexFact, indexesOf } from '../reading/keys.ts';
import { placeOfIndex } from '../reading/places.ts';

export const duplicateIndex: Rule = {
  id: 'duplicate-index',
  group: 'design',
  severity: 'warning',
  summary: 'Two indexes are the same: each write maintains both, and no query gains by it.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const indexes = indexesOf(subject, table);
      for (const [i, index] of indexes.entries()) {
        const twin = indexes.find(
          (other, j) => i !== j && covers(other, index) && (!covers(index, other) || prefers(other, index)),
        );
        if (twin === undefined) continue;
        yield {
          act: laterOf(placeOfIndex(subject, index), placeOfIndex(subject, twin)),
          focus: [index.name, ...index.keys],
          message: `index \`${index.name}\` of ${table.name} is the same as \`${twin.name}\``,
          notes: [
            `Both are ${index.method} (${index.keys.join(', ')})${index.where === '' ? '' : ` WHERE ${index.where}`}.`,
          ],
          hint: dropHint(subject, table, index),
        };
      }
    }
  },
};

/** Whether `other` does all that `index` does, with the same keys. */
function covers(other: IndexFact, index: IndexFact): boolean {
  return (
    other.method === index.method &&
    other.keys.join() === index.keys.join() &&
    other.where === index.where &&
    index.include.every((column) => other.include.includes(column)) &&
    (other.unique || !index.unique) &&
    !(index.isConstraint && !other.isConstraint) &&
    (!index.unique || other.hasEqualNulls === index.hasEqualNulls)
  );
}

/** Of two that are equal one stays: a constraint's, else the first by name. */
function prefers(a: IndexFact, b: IndexFact): boolean {
  if (a.primary !== b.primary) return a.primary;
  if (a.isConstraint !== b.isConstraint) return a.isConstraint;
  return a.name < b.name;
}
