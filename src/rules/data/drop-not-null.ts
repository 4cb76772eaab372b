import { compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { constraintsOf } from '../../sql/clauses.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { type Alteration, addedConstraints, alterations, definedColumns } from '../reading/trees.ts';

export const dropNotNull: Rule = {
  id: 'drop-not-null',
  group: 'data',
  severity: 'info',
  summary: 'NOT NULL is dropped: code that reads the column meets nulls that it never had to expect.',
  descendsFrom: ['squawk:ban-drop-not-null'],
  *judge(subject) {
    for (const alteration of alterations(subject)) {
      const { act, table, command } = alteration;
      const column = isExisting(act, table) ? nullableFrom(subject, alteration) : undefined;
      if (column === undefined) continue;
      yield {
        act,
        focus: command.name,
        message: `\`${column}\` of ${shown(table)} may be null from here on`,
        hint: 'Deploy code that can read nulls first.',
      };
    }
  },
};

/** The column that loses its NOT NULL: by DROP NOT NULL, or by the name that the constraint has since PostgreSQL 18. */
function nullableFrom(subject: Subject, alteration: Alteration): string | undefined {
  const { table, command } = alteration;
  if (command.subtype === 'AT_DropNotNull') return command.name;
  const constraint = command.name;
  if (command.subtype !== 'AT_DropConstraint' || constraint === undefined) return undefined;
  const own = constraint.startsWith(`${table.name}_`) ? constraint.slice(table.name.length + 1) : '';
  const column = namedNotNull(subject, table, constraint) ?? /^(.+)_not_null$/.exec(own)?.[1];
  return column !== undefined && isOfOtherKind(subject, alteration, constraint) ? undefined : column;
}

/** Whether statements gave the name to another kind of constraint: a CHECK of that name proves a NOT NULL, which stays. */
function isOfOtherKind(subject: Subject, { act, table }: Alteration, name: string): boolean {
  return [...addedConstraints(subject)]
    .filter((one) => isSame(one.table, table) && compareActs(one.act, act) < 0)
    .some(({ constraint }) => constraint.conname === name && constraint.contype !== 'CONSTR_NOTNULL');
}

function namedNotNull(subject: Subject, table: Named, name: string): string | undefined {
  for (const { table: other, column } of definedColumns(subject))
    if (
      isSame(other, table) &&
      constraintsOf(column).some(({ contype, conname }) => contype === 'CONSTR_NOTNULL' && conname === name)
    )
      return column.colname;
  for (const { table: other, constraint } of addedConstraints(subject))
    if (isSame(other, table) && constraint.contype === 'CONSTR_NOTNULL' && constraint.conname === name)
      return stringsOf(constraint.keys)[0];
  return undefined;
}
