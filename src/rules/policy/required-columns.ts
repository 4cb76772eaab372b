import type { Rule } from '../../model/rule.ts';
import { isAssumed, ownTables } from '../reading/facts.ts';
import { lackingColumns } from '../reading/lacking-columns.ts';
import { isMeant } from '../reading/patterns.ts';

export const requiredColumns: Rule = {
  id: 'required-columns',
  group: 'policy',
  severity: 'error',
  summary: 'A table lacks a column that the policy `requiredColumns` demands, or has it with another type.',
  descendsFrom: [],
  *judge(subject) {
    const policy = subject.policies.requiredColumns;
    if (policy === undefined) return;
    for (const table of ownTables(subject)) {
      if (isAssumed(subject, table.name)) continue;
      if (isMeant(table.name, policy.except ?? [])) continue;
      yield* lackingColumns(subject, table, policy.columns);
    }
  },
};
