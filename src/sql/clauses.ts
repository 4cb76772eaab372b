import type { AlterTableCmd, ColumnDef, Constraint, DropStmt, Node, PartitionCmd } from '@pgsql/types';
import { byKind, optionWord, stringOf, stringsOf, walk } from './nodes.ts';

/** The column that a command adds or gives a type. */
export function columnOf(command: AlterTableCmd): ColumnDef | undefined {
  return byKind(command.def).ColumnDef;
}

/** What a command attaches or detaches. */
export function partitionOf(command: AlterTableCmd): PartitionCmd | undefined {
  return byKind(command.def).PartitionCmd;
}

/** The constraints that are written behind a column. */
export function constraintsOf(column: ColumnDef | undefined): readonly Constraint[] {
  return (column?.constraints ?? []).flatMap((node) => byKind(node).Constraint ?? []);
}

/** Whether a column carries a constraint of that type. */
export function hasConstraint(column: ColumnDef | undefined, type: Constraint['contype']): boolean {
  return constraintsOf(column).some(({ contype }) => contype === type);
}

/** Whether an option of a list such as `(VERBOSE, FULL false)` is on; without a value it is. */
export function isOptionOn(options: readonly Node[] | undefined, name: string): boolean {
  return (options ?? []).some((node) => {
    const option = byKind(node).DefElem;
    return option?.defname === name && !/^(false|off|no|f|n|0)$/i.test(optionWord(option.arg));
  });
}

/** What a DROP names, each as its parts. */
export function droppedNames(node: DropStmt): readonly (readonly string[])[] {
  return (node.objects ?? []).map((object) => {
    const text = stringOf(object);
    return text !== undefined ? [text] : stringsOf(byKind(object).TypeName?.names ?? object);
  });
}

/** The columns that an expression names, whatever they are qualified with. */
export function columnsNamed(expression: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(expression, (node, kind) => {
    const name = kind === 'ColumnRef' ? stringsOf(node.fields).at(-1) : undefined;
    if (name !== undefined) names.add(name);
  });
  return names;
}

/** The columns of a list that are there under their own names. */
export function columnsListed(list: readonly Node[] | undefined): readonly string[] {
  return (list ?? []).flatMap((item) => {
    const { name, val } = byKind(item).ResTarget ?? {};
    const fields = byKind(val).ColumnRef?.fields ?? [];
    const [own] = fields.length === 1 ? stringsOf(fields) : [];
    return own !== undefined && (name === undefined || name === own) ? [own] : [];
  });
}
