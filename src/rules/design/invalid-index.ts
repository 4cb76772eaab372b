import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { childrenOf, ownTables, placeOf } from '../reading/facts.ts';

export const invalidIndex: Rule = {
  id: 'invalid-index',
  group: 'design',
  severity: 'warning',
  summary: 'An index is left invalid: every write maintains it, and no query uses it.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const index of childrenOf(subject, table.id, 'index')) {
        if (index.definition.invalid !== true) continue;
        yield {
          act: placeOf(subject, index.name, bareName(index.name)),
          focus: bareName(index.name),
          message: `index ${index.name} is invalid: building it was never finished`,
          hint: { code: `REINDEX INDEX CONCURRENTLY ${index.name};` },
        };
      }
    }
  },
};
