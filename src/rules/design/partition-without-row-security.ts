import type { Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factOf, factsOf, isAssumed, isOwn, placeOf, textOf } from '../reading/facts.ts';
import { granteesOf } from '../reading/rights.ts';
import { isReadableBy } from '../reading/row-security.ts';

export const partitionWithoutRowSecurity: Rule = {
  id: 'partition-without-row-security',
  group: 'design',
  severity: 'warning',
  summary:
    'A partition or child table has no row security while its parent has: whoever has a grant on it reads or changes it past the policies of the parent.',
  descendsFrom: [],
  *judge(subject) {
    for (const link of [...factsOf(subject, 'partition'), ...factsOf(subject, 'inheritance')]) {
      const parent = factOf(subject, `table:${textOf(link, 'of')}`);
      const table = link.parent === undefined ? undefined : factOf(subject, link.parent);
      if (parent?.definition.rowSecurity !== true || table === undefined) continue;
      if (table.definition.rowSecurity === true || !isOwn(subject, table.name)) continue;
      const roles = passersOf(subject, table, parent);
      if (isAssumed(subject, parent.name) || roles.length === 0) continue;
      yield {
        act: placeOf(subject, table.name),
        focus: bareName(table.name),
        message: `${roles.join(', ')} may use ${table.name} past the row security of ${parent.name}, whose policies hold only for what goes through it`,
        hint:
          table.kind === 'table'
            ? [
                { code: `ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY;` },
                `Then nobody but its owner gets at it except through ${parent.name}, unless it has policies of its own.`,
              ]
            : [
                'Foreign tables have none:',
                { code: `REVOKE ALL ON ${table.name} FROM ${roles.join(', ')};` },
              ],
      };
    }
  },
};

/** The roles that get at rows directly which the policies of the parent may keep from them, sorted. */
function passersOf(subject: Subject, table: Fact, parent: Fact): readonly string[] {
  const readers = granteesOf(subject, table, ['SELECT']).filter(
    (role) => !isReadableBy(subject, parent, role),
  );
  const writers = granteesOf(subject, table, ['INSERT', 'UPDATE', 'DELETE']);
  return [...new Set([...readers, ...writers])].sort();
}
