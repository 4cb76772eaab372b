import type { Rule } from '../../model/rule.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { rowChanges } from '../reading/row-changes.ts';
import { firstExclusive } from '../reading/strong-locks.ts';
import { isExisting } from '../reading/tables.ts';
import { lineOf, transactionsIn } from '../reading/transactions.ts';

export const dataWithSchema: Rule = {
  id: 'data-with-schema',
  group: 'data',
  severity: 'info',
  summary:
    'Rows of an existing table are changed in the transaction that changes its schema: neither can be repeated or undone without the other.',
  descendsFrom: ['strong_migrations:backfilling_data'],
  *judge(subject) {
    const exclusive = new Map(
      transactionsIn(subject).flatMap((acts): [string, NonNullable<ReturnType<typeof firstExclusive>>][] => {
        const held = firstExclusive(acts);
        return held === undefined ? [] : [[`${held.act.at} ${held.act.transaction}`, held]];
      }),
    );
    const told = new Set<string>();
    for (const { act, relation, where } of rowChanges(subject)) {
      const table = namedBy(relation);
      const key = `${act.at} ${act.transaction}`;
      const held = exclusive.get(key);
      if (held === undefined || told.has(key) || !isExisting(act, table)) continue;
      told.add(key);
      yield {
        act,
        focus: table.name,
        message: `rows of ${shown(table)} are changed in the transaction that alters ${held.lock.relation} in line ${lineOf(held.act)}`,
        notes: where ? [] : ['Every row is touched.'],
        hint: 'Change the schema in one migration and the rows in another, or in batches outside of migrations.',
      };
    }
  },
};
