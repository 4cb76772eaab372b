import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { columnOf, hasConstraint } from '../../sql/clauses.ts';
import { isSame, type Named } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { alterations, definedColumns } from './trees.ts';

/** The type that a column had before the act ran, as earlier statements wrote it; undefined where none did. */
export function typeBefore(subject: Subject, act: Act, table: Named, column: string): string | undefined {
  return typings(subject).findLast(
    (one) => one.column === column && isSame(one.table, table) && compareActs(one.act, act) < 0,
  )?.type;
}

/** A statement that gives a column its type. */
interface Typing {
  readonly act: Act;
  readonly table: Named;
  readonly column: string;
  readonly type: string;
}

const typings = once((subject: Subject): readonly Typing[] => {
  const found: Typing[] = [];
  for (const { act, table, column } of definedColumns(subject))
    found.push({ act, table, column: column.colname ?? '', type: typeText(column.typeName) });
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_AlterColumnType') continue;
    const type = typeText(columnOf(command)?.typeName);
    found.push({ act, table, column: command.name ?? '', type });
  }
  return found.sort((a, b) => compareActs(a.act, b.act));
});

/** Whether the column is generated when the act runs, as earlier statements wrote it. */
export function isGenerated(subject: Subject, act: Act, table: Named, name: string): boolean {
  const isEarlier = (one: { readonly act: Act; readonly table: Named }) =>
    compareActs(one.act, act) < 0 && isSame(one.table, table);
  const defined = [...definedColumns(subject)].findLast(
    (one) => one.column.colname === name && isEarlier(one),
  );
  const hasLostIt = alterations(subject).some(
    (one) => one.command.subtype === 'AT_DropExpression' && one.command.name === name && isEarlier(one),
  );
  return defined !== undefined && hasConstraint(defined.column, 'CONSTR_GENERATED') && !hasLostIt;
}
