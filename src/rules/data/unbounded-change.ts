import type { Rule } from '../../model/rule.ts';
import { codeWord } from '../reading/inner-code.ts';
import { isExisting, namedBy, shown } from '../reading/tables.ts';
import { rowChanges } from '../reading/trees.ts';

export const unboundedChange: Rule = {
  id: 'unbounded-change',
  group: 'data',
  severity: 'warning',
  summary:
    'An UPDATE or DELETE without WHERE touches every row of an existing table in one transaction: it takes long, locks each row, and leaves as many dead ones.',
  descendsFrom: ['strong_migrations:backfilling_data'],
  *judge(subject) {
    const told = new Set<string>();
    for (const { act, verb, relation, where } of rowChanges(subject)) {
      const table = namedBy(relation);
      // Code that goes through all tables is one finding.
      const key = `${act.at} ${act.index} ${verb}`;
      if (where || told.has(key) || !isExisting(act, table)) continue;
      told.add(key);
      const at = shown(table);
      yield {
        act,
        table,
        focus: table.name,
        message: `${/^(DO|CALL|SELECT)\b/.test(act.head) ? `${codeWord(act)} runs ${verb === 'UPDATE' ? 'an UPDATE' : 'a DELETE'} that` : `this ${verb}`} touches every row of ${at} in one transaction`,
        hint: `Do it in batches along the primary key, outside of the migration, each in a transaction of its own:\n${verb === 'UPDATE' ? `UPDATE ${at} SET …` : `DELETE FROM ${at}`} WHERE id > … AND id <= …;`,
      };
    }
  },
};
