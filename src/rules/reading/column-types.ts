import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { columnOf, hasConstraint } from '../../sql/clauses.ts';
import { isSame, type Named, namedByList } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { alterations, definedColumns } from './trees.ts';

/** The type that a column had before the act ran, as earlier statements wrote it, also under earlier names; undefined where none did. */
export function typeBefore(subject: Subject, act: Act, table: Named, column: string): string | undefined {
  for (const { type } of turnsBefore(subject, act, { table, column })) if (type !== undefined) return type;
  return undefined;
}

/** Whether the column is generated when the act runs, as earlier statements wrote it. */
export function isGenerated(subject: Subject, act: Act, table: Named, column: string): boolean {
  for (const { generated } of turnsBefore(subject, act, { table, column }))
    if (generated !== undefined) return generated;
  return false;
}

interface ColumnName {
  readonly table: Named;
  readonly column: string;
}

/** What a statement makes of a column. */
interface Turn extends ColumnName {
  readonly act: Act;
  readonly type?: string;
  readonly generated?: boolean;
}

/** A rename or move of a column's table, or of the column itself. */
interface Renaming {
  readonly act: Act;
  readonly table: Named;
  readonly wasTable: Named;
  /** Of a column: its names. */
  readonly column?: string;
  readonly wasColumn?: string;
}

/** What statements before the act made of the column that bears the name then, the last first. */
function* turnsBefore(subject: Subject, act: Act, name: ColumnName): Iterable<Turn> {
  const steps = stepsIn(subject);
  let { table, column } = name;
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i] as Turn | Renaming;
    if (compareActs(step.act, act) >= 0 || !isSame(step.table, table)) continue;
    if (step.column !== undefined && step.column !== column) continue;
    if (!('wasTable' in step)) {
      yield step;
      continue;
    }
    table = step.wasTable;
    column = step.wasColumn ?? column;
  }
}

const stepsIn = once((subject: Subject): readonly (Turn | Renaming)[] => {
  const defined = definedColumns(subject).map(
    ({ act, table, column }): Turn => ({
      act,
      table,
      column: column.colname ?? '',
      type: typeText(column.typeName),
      generated: hasConstraint(column, 'CONSTR_GENERATED'),
    }),
  );
  const altered = alterations(subject).flatMap(({ act, table, command }): readonly Turn[] => {
    const column = command.name ?? '';
    if (command.subtype === 'AT_DropExpression') return [{ act, table, column, generated: false }];
    if (command.subtype !== 'AT_AlterColumnType') return [];
    return [{ act, table, column, type: typeText(columnOf(command)?.typeName) }];
  });
  const renamed = subject.acts.flatMap(renamingsIn);
  return [...defined, ...altered, ...renamed].sort((a, b) => compareActs(a.act, b.act));
});

function renamingsIn(act: Act): readonly Renaming[] {
  return (act.seen?.events ?? []).flatMap(({ action, type, identity, was }): readonly Renaming[] => {
    if (action !== 'rename' || was === undefined) return [];
    const [now, before] = [splitIdentifier(identity), splitIdentifier(was)];
    if (type === 'table') return [{ act, table: namedByList(now), wasTable: namedByList(before) }];
    if (type !== 'table column') return [];
    const [column = '', wasColumn = ''] = [now.at(-1), before.at(-1)];
    const [table, wasTable] = [now, before].map((parts) => namedByList(parts.slice(0, -1)));
    return [{ act, table: table as Named, wasTable: wasTable as Named, column, wasColumn }];
  });
}
