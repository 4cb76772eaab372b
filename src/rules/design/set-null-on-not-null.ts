import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factOf, ownTables } from '../reading/facts.ts';
import { foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const setNullOnNotNull: Rule = {
  id: 'set-null-on-not-null',
  group: 'design',
  severity: 'error',
  summary: 'ON DELETE SET NULL on a NOT NULL column: every delete of a referenced row fails.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const key of foreignKeysOf(subject, table)) {
        if (key.onDelete !== 'SET NULL') continue;
        const listed = /ON DELETE SET NULL \((.*?)\)/.exec(String(key.fact.definition.definition))?.[1];
        const columns = listed === undefined ? key.columns : listed.split(', ');
        const never = columns.filter(
          (column) => factOf(subject, `column:${table.name}.${column}`)?.definition.notNull === true,
        );
        if (never.length === 0) continue;
        const name = bareName(key.fact.name);
        yield {
          act: placeOfConstraint(subject, key.fact),
          focus: [name, ...key.columns.map(bareName)],
          message: `foreign key \`${name}\` sets ${never.join(', ')} of ${table.name} to null, which is NOT NULL: deleting a row of ${key.referenced} that is referred to fails`,
          hint: [
            'Say what is meant: ON DELETE RESTRICT or CASCADE, or let the column be null:',
            { code: `ALTER TABLE ${table.name} ALTER COLUMN ${never[0]} DROP NOT NULL;` },
          ],
        };
      }
    }
  },
};
