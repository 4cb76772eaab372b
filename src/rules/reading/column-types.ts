import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { columnOf } from '../../sql/clauses.ts';
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
