import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import { isSame, type Named } from './tables.ts';
import { alterations, columnOf, definedColumns, typeText } from './trees.ts';

/** The type that a column had when the act ran, as statements before it wrote it; undefined where none did. */
export function typeBefore(subject: Subject, act: Act, table: Named, column: string): string | undefined {
  return typings(subject).findLast(
    (one) => one.column === column && isSame(one.table, table) && one.order < order(act),
  )?.type;
}

interface Typing {
  readonly table: Named;
  readonly column: string;
  readonly type: string;
  readonly order: number;
}

function order(act: { readonly at: number; readonly index: number }): number {
  return act.at * 1e6 + act.index;
}

const typings = once((subject: Subject): readonly Typing[] => {
  const found: Typing[] = [];
  for (const { act, table, column } of definedColumns(subject))
    found.push({ table, column: column.colname ?? '', type: typeText(column.typeName), order: order(act) });
  for (const { act, table, command } of alterations(subject)) {
    if (command.subtype !== 'AT_AlterColumnType') continue;
    const type = typeText(columnOf(command)?.typeName);
    found.push({ table, column: command.name ?? '', type, order: order(act) });
  }
  return found.sort((a, b) => a.order - b.order);
});
