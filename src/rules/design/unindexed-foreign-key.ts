import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { isPartitioned, ownTables } from '../reading/facts.ts';
import { foreignKeysOf, indexesOf, serves } from '../reading/keys.ts';
import { placeOfConstraint, placeOfLostIndex } from '../reading/places.ts';

export const unindexedForeignKey: Rule = {
  id: 'unindexed-foreign-key',
  group: 'design',
  severity: 'info',
  summary:
    'A foreign key has no index: each delete of a referenced row, and each join from it, reads the whole referencing table.',
  descendsFrom: ['eugene:E15'],
  *judge(subject) {
    const isPolicy = subject.policies.foreignKeysIndexed === true;
    for (const table of ownTables(subject)) {
      const indexes = indexesOf(subject, table);
      for (const key of foreignKeysOf(subject, table)) {
        if (indexes.some((index) => serves(index, key))) continue;
        const { fact, columns, referenced, onDelete, hasPeriod } = key;
        const name = bareName(fact.name);
        const lost = placeOfLostIndex(subject, key);
        const act = lost ?? placeOfConstraint(subject, fact);
        const how = isPartitioned(subject, table.name) ? '' : ' CONCURRENTLY';
        yield {
          act,
          focus: [name, ...columns.map(bareName)],
          ...(isPolicy
            ? { severity: 'error' as const }
            : lost === undefined
              ? {}
              : { severity: 'warning' as const }),
          message: `foreign key \`${name}\` (${columns.join(', ')}) of ${table.name} ${lost === undefined ? 'has no index' : 'loses its index'}`,
          notes: [
            `Each delete of a row of ${referenced} ${onDelete === 'CASCADE' ? 'and its CASCADE read' : 'reads'} all of ${table.name}.`,
          ],
          hint: {
            code: `CREATE INDEX${how} ON ${table.name} ${hasPeriod ? 'USING gist ' : ''}(${columns.join(', ')});`,
          },
        };
      }
    }
  },
};
