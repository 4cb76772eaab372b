import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factsOf, isOwn, placeOf } from '../reading/facts.ts';

export const autovacuumOff: Rule = {
  id: 'autovacuum-off',
  group: 'design',
  severity: 'warning',
  summary:
    'Autovacuum is left switched off for a table: dead rows pile up, statistics grow old, and the table is cleaned only in an emergency.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of factsOf(subject, 'table')) {
      const options = (table.definition.options as readonly string[] | undefined) ?? [];
      // What is unlogged is mostly filled and emptied again, where nothing is to be cleaned.
      if (!options.some(isOff) || table.definition.unlogged === true || !isOwn(subject, table.name)) continue;
      yield {
        act: placeOf(subject, table.name, 'autovacuum_enabled'),
        focus: ['autovacuum_enabled', bareName(table.name)],
        message: `autovacuum of ${table.name} is switched off when all migrations have run`,
        hint: [
          { code: `ALTER TABLE ${table.name} RESET (autovacuum_enabled);` },
          'Where it gets in the way, let it come more often instead, so that it has less to do each time.',
        ],
      };
    }
  },
};

/** Whether an option switches it off; PostgreSQL keeps the word as it was written. */
function isOff(option: string): boolean {
  return /^autovacuum_enabled=(f|fa|fal|fals|false|of|off|n|no|0)$/i.test(option);
}
