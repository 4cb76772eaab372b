import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factOf, isAssumed, ownTables, textOf } from '../reading/facts.ts';
import { foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const foreignKeyType: Rule = {
  id: 'foreign-key-type',
  group: 'design',
  severity: 'info',
  summary:
    'A foreign key and what it refers to are of different types: each check converts, and the narrower type runs out of values first.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const { fact, columns, referenced, referencedColumns } of foreignKeysOf(subject, table)) {
        if (isAssumed(subject, referenced) || isAssumed(subject, table.name)) continue;
        for (const [i, column] of columns.entries()) {
          const own = factOf(subject, `column:${table.name}.${column}`);
          const other = factOf(subject, `column:${referenced}.${referencedColumns[i]}`);
          if (own === undefined || other === undefined) continue;
          const [a, b] = [textOf(own, 'type'), textOf(other, 'type')];
          if (a === b || a === '' || b === '') continue;
          yield {
            act: placeOfConstraint(subject, fact),
            focus: bareName(own.name),
            message: `${column} of ${table.name} is ${a}, and ${referenced}.${referencedColumns[i]}, which it refers to, is ${b}`,
            hint: 'Give both the same type while the tables are small.',
          };
        }
      }
    }
  },
};
