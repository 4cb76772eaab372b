import type { Act, Rule } from '../../model/rule.ts';
import { dropColumn } from '../data/drop-column.ts';
import { dropTable } from '../data/drop-table.ts';
import { truncate } from '../data/truncate.ts';

/** Words by which a down says that it loses data. */
const says =
  /bring back|irrevers|\blos(t|es|e)\b|\bgone\b|without (its|the|their) (rows|data|values)|\bempty\b|not restored/i;

export const downLosesData: Rule = {
  id: 'down-loses-data',
  group: 'history',
  severity: 'info',
  summary: 'A down creates again what its migration dropped, and does not say that it comes back empty.',
  descendsFrom: [],
  *judge(subject) {
    const told = new Set<Act['at']>();
    for (const rule of [dropColumn, dropTable, truncate]) {
      for (const { act, focus } of rule.judge(subject)) {
        const down = act?.migration.down?.text;
        if (act === undefined || down === undefined || told.has(act.at)) continue;
        if (!/\b(CREATE|ADD|INSERT)\b/i.test(down) || says.test(down)) continue;
        told.add(act.at);
        yield {
          act,
          focus,
          message: `the down of ${act.migration.name} creates again what is dropped here, but not the rows and values that were in it`,
          hint: 'Say so in the down, for whoever runs it in haste: -- This cannot bring back: …',
        };
      }
    }
  },
};
