import type { Rule } from '../../model/rule.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import { childrenOf, ownTables, placeOf } from '../reading/facts.ts';
import { indexesOf } from '../reading/keys.ts';
import { lackingColumns } from '../reading/lacking-columns.ts';
import { isMeant } from '../reading/patterns.ts';

export const lookupTableShape: Rule = {
  id: 'lookup-table-shape',
  group: 'policy',
  severity: 'error',
  summary: 'A lookup table does not look as the policy `lookupTables` demands.',
  descendsFrom: [],
  *judge(subject) {
    const policy = subject.policies.lookupTables;
    if (policy === undefined) return;
    for (const table of ownTables(subject)) {
      if (!isMeant(table.name, policy.tables)) continue;
      yield* lackingColumns(subject, table, policy.columns);
      const at = { act: placeOf(subject, table.name), focus: bareName(table.name) };
      const key = indexesOf(subject, table).find(({ primary }) => primary)?.keys ?? [];
      const wanted = policy.key?.map((name) => quoteIdentifier(name));
      if (wanted !== undefined && wanted.join() !== key.join())
        yield {
          ...at,
          message: `the primary key of lookup table ${table.name} is (${key.join(', ')}), and should be (${wanted.join(', ')})`,
        };
      if (policy.only !== true) continue;
      const more = childrenOf(subject, table.id, 'column')
        .map(({ name }) => bareName(name))
        .filter((name) => policy.columns[name] === undefined);
      if (more.length > 0)
        yield {
          ...at,
          message: `lookup table ${table.name} has columns that it should not have: ${more.join(', ')}`,
        };
    }
  },
};
