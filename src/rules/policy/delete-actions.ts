import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { ownTables } from '../reading/facts.ts';
import { foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const deleteActions: Rule = {
  id: 'delete-actions',
  group: 'policy',
  severity: 'error',
  summary: 'A foreign key does on delete what the policy `deleteActions` does not allow.',
  descendsFrom: [],
  *judge(subject) {
    const allowed = subject.policies.deleteActions;
    if (allowed === undefined) return;
    for (const table of ownTables(subject)) {
      for (const { fact, onDelete, columns } of foreignKeysOf(subject, table)) {
        if (allowed.some((action) => action === onDelete.toLowerCase())) continue;
        const name = bareName(fact.name);
        yield {
          act: placeOfConstraint(subject, fact),
          focus: [name, ...columns.map(bareName)],
          message: `foreign key \`${name}\` of ${table.name} is ON DELETE ${onDelete}; allowed are ${allowed.join(', ')}`,
        };
      }
    }
  },
};
