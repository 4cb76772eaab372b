import type { Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { childrenOf, factOf, ownTables, textOf } from '../reading/facts.ts';
import { foreignKeysOf } from '../reading/keys.ts';
import { placeOfConstraint } from '../reading/places.ts';

export const setNullOnNotNull: Rule = {
  id: 'set-null-on-not-null',
  group: 'design',
  severity: 'error',
  summary:
    'ON DELETE SET NULL, or SET DEFAULT without a default, on a NOT NULL column: every delete of a referenced row fails.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const key of foreignKeysOf(subject, table)) {
        if (key.onDelete !== 'SET NULL' && key.onDelete !== 'SET DEFAULT') continue;
        const listed = /ON DELETE SET (?:NULL|DEFAULT) \((.*?)\)/.exec(textOf(key.fact, 'definition'))?.[1];
        const columns = listed === undefined ? key.columns : listed.split(', ');
        const isToDefault = key.onDelete === 'SET DEFAULT';
        const never = columns
          .flatMap((column) => factOf(subject, `column:${table.name}.${column}`) ?? [])
          .filter(({ definition }) => definition.notNull === true)
          .filter((column) => !isToDefault || !fillsItself(subject, column))
          .map(({ name }) => lastPart(name));
        if (never.length === 0) continue;
        const name = bareName(key.fact.name);
        yield {
          act: placeOfConstraint(subject, key.fact),
          focus: [name, ...key.columns.map(bareName)],
          message: `foreign key \`${name}\` sets ${never.join(', ')} of ${table.name} to ${isToDefault ? 'its default, and it has none and' : 'null, which'} is NOT NULL: deleting a row of ${key.referenced} that is referred to fails`,
          hint: [
            `Say what is meant: ON DELETE RESTRICT or CASCADE, or ${isToDefault ? 'give the column a default' : 'let the column be null'}:`,
            {
              code: `ALTER TABLE ${table.name} ALTER COLUMN ${never[0]} ${isToDefault ? 'SET DEFAULT …' : 'DROP NOT NULL'};`,
            },
          ],
        };
      }
    }
  },
};

/** Whether the column has a default, of its own or through its domain. */
function fillsItself(subject: Subject, column: Fact): boolean {
  const { generated, identity } = column.definition;
  if (generated !== undefined || identity !== undefined) return true;
  return (
    childrenOf(subject, column.id, 'default').length > 0 ||
    column.dependsOn.some((id) => factOf(subject, id)?.definition.default !== undefined)
  );
}
