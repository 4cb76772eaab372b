import type { Act, Rule } from '../../model/rule.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';

export const multipleAlterTable: Rule = {
  id: 'multiple-alter-table',
  group: 'observed',
  severity: 'info',
  summary:
    'Several ALTER TABLEs in a row change one table: as one statement they would pass over its rows once.',
  descendsFrom: ['eugene:W12', 'pgls:multipleAlterTable'],
  *judge(subject) {
    let last: { act: Act; table: Named; told: boolean } | undefined;
    for (const { act, table, command } of alterations(subject)) {
      if (last?.act === act || act.inside !== undefined) continue;
      if (standsAlone(command)) {
        last = undefined;
        continue;
      }
      const follows =
        last !== undefined &&
        last.act.at === act.at &&
        last.act.index === act.index - 1 &&
        last.act.transaction === act.transaction &&
        isSame(last.table, table);
      const tells = follows && isExisting(act, table) && last?.told === false;
      if (tells) {
        yield {
          act,
          focus: table.name,
          message: `${shown(table)} is altered again right after the statement before; one ALTER TABLE can do both`,
          hint: { code: `ALTER TABLE ${shown(table)}\n  …,\n  …;` },
        };
      }
      last = { act, table, told: tells || (follows && last?.told === true) };
    }
  },
};

/**
 * Whether a command cannot or should not be joined with others. Partitions come and go one by one. A foreign key also locks another table: joined, all locks would be held
 * at once. A validation must stay apart from the command that adds what it validates. And a CHECK that proves SET NOT NULL must
 * not be dropped by the same ALTER TABLE, which drops first.
 */
function standsAlone({ def, subtype }: { readonly def?: object; readonly subtype?: string }): boolean {
  if (
    /^AT_(ValidateConstraint|DropConstraint|AttachPartition|DetachPartition(Finalize)?)$/.test(subtype ?? '')
  )
    return true;
  return byKind(def).Constraint?.contype === 'CONSTR_FOREIGN';
}
