import type { Act, Rule, Subject } from '../../model/rule.ts';
import { isExisting, isSame, type Named, shown } from '../reading/tables.ts';
import { addedConstraints, alterations } from '../reading/trees.ts';

export const dropForeignKey: Rule = {
  id: 'drop-foreign-key',
  group: 'data',
  severity: 'info',
  summary: 'A foreign key is dropped: from then on rows may refer to rows that are not there.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_DropConstraint' || !isExisting(act, table)) continue;
      const name = command.name ?? '';
      if (!isForeignKey(act, name) || isMadeAnew(subject, act, table)) continue;
      yield {
        act,
        focus: name,
        message: `without \`${name}\` rows of ${shown(table)} may refer to rows that are not there, and deleting what they refer to takes nothing along`,
        hint: 'Look for code that leaves these checks and deletes to the database first. Both tables are locked while it is dropped.',
      };
    }
  },
};

/** Its triggers were seen to go; what is only assumed has none, but may bear the name that PostgreSQL gives. */
function isForeignKey({ seen }: Act, name: string): boolean {
  return (
    /_fkey\d*$/.test(name) ||
    (seen?.events ?? []).some(
      ({ action, type, implied, identity }) =>
        action === 'drop' &&
        type === 'trigger' &&
        implied === true &&
        /^"RI_ConstraintTrigger_c_/.test(identity),
    )
  );
}

/** Whether the migration gives the table a foreign key in its place, as it must to change one. */
function isMadeAnew(subject: Subject, { migration }: Act, table: Named): boolean {
  return [...addedConstraints(subject)].some(
    ({ act, table: other, constraint }) =>
      constraint.contype === 'CONSTR_FOREIGN' && act.migration === migration && isSame(other, table),
  );
}
