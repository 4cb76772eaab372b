import type { Rule } from '../../model/rule.ts';
import { laterOf, ownTables } from '../reading/facts.ts';
import { dropHint, indexesOf } from '../reading/keys.ts';
import { placeOfIndex } from '../reading/places.ts';

export const overlappingIndex: Rule = {
  id: 'overlapping-index',
  group: 'design',
  severity: 'info',
  summary:
    'The keys of an index are the first keys of another: the longer index serves the same queries, and each write maintains both.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const indexes = indexesOf(subject, table).filter(({ method }) => method === 'btree');
      for (const index of indexes) {
        if (index.unique || index.include.length > 0) continue;
        const longer = indexes.find(
          (other) =>
            other !== index &&
            other.keys.length > index.keys.length &&
            other.where === index.where &&
            index.keys.every((key, i) => key === other.keys[i]),
        );
        if (longer === undefined) continue;
        yield {
          act: laterOf(placeOfIndex(subject, index), placeOfIndex(subject, longer)),
          focus: [index.name, ...index.keys],
          message: `the keys of index \`${index.name}\` (${index.keys.join(', ')}) of ${table.name} are the first keys of \`${longer.name}\` (${longer.keys.join(', ')})`,
          hint: dropHint(subject, table, index),
        };
      }
    }
  },
};
