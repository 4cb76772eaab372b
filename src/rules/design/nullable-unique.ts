import type { Rule } from '../../model/rule.ts';
import { factOf, isAssumed, ownTables } from '../reading/facts.ts';
import { indexesOf } from '../reading/keys.ts';
import { placeOfIndex } from '../reading/places.ts';

export const nullableUnique: Rule = {
  id: 'nullable-unique',
  group: 'design',
  severity: 'info',
  summary:
    'A unique key over several columns has one that may be null: rows with a null there are never equal, so that duplicates pass.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      if (isAssumed(subject, table.name)) continue;
      for (const index of indexesOf(subject, table)) {
        if (!index.unique || index.primary || index.keys.length < 2 || index.where !== '') continue;
        if (index.hasEqualNulls) continue;
        const nullable = index.unordered.filter((key) => {
          const column = factOf(subject, `column:${table.name}.${key}`);
          return column !== undefined && column.definition.notNull !== true;
        });
        if (nullable.length === 0) continue;
        yield {
          act: placeOfIndex(subject, index),
          focus: [index.name, ...index.unordered],
          message: `\`${index.name}\` of ${table.name} lets duplicates pass where ${nullable.join(' or ')} is null`,
          hint: 'Write UNIQUE NULLS NOT DISTINCT (PostgreSQL 15), or make the column NOT NULL.',
        };
      }
    }
  },
};
