import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, CreateStmt } from '@pgsql/types';
import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { generatedName } from '../../postgres/generated-name.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { columnOf, constraintsOf, hasConstraint } from '../../sql/clauses.ts';
import { byKind, type NodeKind, type NodeOf, stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByList, shown } from '../../sql/relations.ts';
import { typeText } from '../../sql/type-text.ts';
import { innerActs } from './inner-code.ts';
import { isIdle } from './tables.ts';

/**
 * All acts, with those inside DO blocks, but without INSERT and COPY: dumps hold hundreds of thousands of them, and no rule
 * needs their trees.
 */
const withoutRows = once((subject: Subject): readonly Act[] =>
  subject.acts
    .filter(({ head }) => !/^(INSERT|COPY)\b/.test(head))
    .flatMap((act) => [act, ...innerActs(act)]),
);

/** The statements of one kind, with their acts; `head` spares parsing the others. */
export function* statementsOf<Kind extends NodeKind>(
  subject: Subject,
  kind: Kind,
  head: RegExp,
): Generator<{ readonly act: Act; readonly node: NodeOf<Kind> }> {
  for (const act of withoutRows(subject)) {
    if (!head.test(act.head)) continue;
    for (const tree of act.trees) {
      const node: NodeOf<Kind> | undefined = byKind(tree)[kind];
      if (node !== undefined) yield { act, node };
    }
  }
}

/** One command of an ALTER TABLE. */
export interface Alteration {
  readonly act: Act;
  readonly table: Named;
  readonly command: AlterTableCmd;
}

/** Every command of every ALTER TABLE that did something; one that IF EXISTS or IF NOT EXISTS passed over did nothing. */
export const alterations = once((subject: Subject): readonly Alteration[] => [
  ...readAlterations(subject, 'OBJECT_TABLE', /^ALTER TABLE\b/),
]);

/** The same of ALTER FOREIGN TABLE. */
export const foreignAlterations = once((subject: Subject): readonly Alteration[] => [
  ...readAlterations(subject, 'OBJECT_FOREIGN_TABLE', /^ALTER FOREIGN TABLE\b/),
]);

function* readAlterations(
  subject: Subject,
  type: AlterTableStmt['objtype'],
  head: RegExp,
): Generator<Alteration> {
  for (const { act, node } of statementsOf(subject, 'AlterTableStmt', head)) {
    if (node.objtype !== type || isIdle(act)) continue;
    yield* alterationsOf(act, node);
  }
}

function* alterationsOf(act: Act, node: AlterTableStmt): Generator<Alteration> {
  for (const item of node.cmds ?? []) {
    const command = byKind(item).AlterTableCmd;
    const table = namedBy(node.relation);
    if (command !== undefined && tookEffect(act, table, command)) yield { act, table, command };
  }
}

/** What tells that a command with IF EXISTS or IF NOT EXISTS had something to do. */
const effects: Readonly<Record<string, Pick<ObjectEvent, 'action' | 'type'>>> = {
  AT_AddColumn: { action: 'create', type: 'table column' },
  AT_DropColumn: { action: 'drop', type: 'table column' },
  AT_DropConstraint: { action: 'drop', type: 'table constraint' },
};

function tookEffect({ ran, seen }: Act, table: Named, command: AlterTableCmd): boolean {
  const effect = effects[command.subtype ?? ''];
  if (!ran || command.missing_ok !== true || effect === undefined) return true;
  const name = columnOf(command)?.colname ?? command.name ?? '';
  return (seen?.events ?? []).some(({ action, type, identity }) => {
    if (action !== effect.action || type !== effect.type) return false;
    // A constraint is told as `name on schema.table`, a column as `schema.table.name`.
    if (type === 'table constraint') return identity.startsWith(`${quoteIdentifier(name)} on `);
    const parts = splitIdentifier(identity);
    return parts.at(-1) === name && isSame(namedByList(parts.slice(0, -1)), table);
  });
}

/** A constraint that ALTER TABLE adds, on its own or along with a column. */
export interface AddedConstraint extends Alteration {
  readonly constraint: Constraint;
  /** The column that comes with it. */
  readonly column: ColumnDef | undefined;
}

/** Every constraint that ALTER TABLE adds. */
export const addedConstraints = once((subject: Subject): readonly AddedConstraint[] =>
  alterations(subject).flatMap((alteration): readonly AddedConstraint[] => {
    const { command } = alteration;
    if (command.subtype === 'AT_AddConstraint') {
      const constraint = byKind(command.def).Constraint;
      return constraint === undefined ? [] : [{ ...alteration, constraint, column: undefined }];
    }
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    return constraintsOf(column).map((constraint) => ({ ...alteration, constraint, column }));
  }),
);

/**
 * The line of a hint that first adds the column alone, without its constraint; empty where no column comes with it. `isPlain`:
 * the column has nothing but a name and a type.
 */
export function addedFirst(table: string, column: ColumnDef | undefined, isPlain: boolean): string {
  if (column === undefined) return '';
  const type = typeText(column.typeName).replace(/^(big|small)?serial[248]?$/, 'bigint');
  return `ALTER TABLE ${table} ADD COLUMN ${quoteIdentifier(column.colname ?? '')} ${type}${isPlain ? '' : ' …'};\n`;
}

/** Whether a column carries nothing besides the constraint; that it may be null says nothing. */
export function hasOnly(column: ColumnDef, constraint: Constraint): boolean {
  return constraintsOf(column).every((one) => one === constraint || one.contype === 'CONSTR_NULL');
}

/** Whether a column counts by itself: `serial` or an identity. */
export function isCounting(column: ColumnDef): boolean {
  return (
    /^(small|big)?serial[248]?$/.test(typeText(column.typeName)) || hasConstraint(column, 'CONSTR_IDENTITY')
  );
}

/** The SQL that adds a counting column which numbers new rows alone. */
export function countingFirst(table: Named, name: string): string {
  const at = shown(table);
  const column = quoteIdentifier(name);
  const sequence = shown({ schema: table.schema, name: generatedName([table.name, name], 'seq') });
  return [
    `ALTER TABLE ${at} ADD COLUMN ${column} bigint;`,
    `CREATE SEQUENCE ${sequence} OWNED BY ${at}.${column};`,
    `ALTER TABLE ${at} ALTER COLUMN ${column} SET DEFAULT nextval('${sequence}');`,
  ].join('\n');
}

/** A column as a statement defines it. */
interface DefinedColumn {
  readonly act: Act;
  readonly table: Named;
  readonly column: ColumnDef;
  /** It is named by a PRIMARY KEY of its statement. */
  readonly isKey: boolean;
}

/** Every column that CREATE TABLE and ADD COLUMN define. */
export const definedColumns = once((subject: Subject): readonly DefinedColumn[] => [...readColumns(subject)]);

function* readColumns(subject: Subject): Generator<DefinedColumn> {
  for (const { act, node } of statementsOf(subject, 'CreateStmt', /^CREATE\b.*\bTABLE\b/)) {
    const keys = new Set(tableKeys(node));
    for (const item of node.tableElts ?? []) {
      const column = byKind(item).ColumnDef;
      if (column === undefined) continue;
      const isKey = keys.has(column.colname ?? '') || hasConstraint(column, 'CONSTR_PRIMARY');
      yield { act, table: namedBy(node.relation), column, isKey };
    }
  }
  for (const { act, table, command } of alterations(subject)) {
    const column = command.subtype === 'AT_AddColumn' ? columnOf(command) : undefined;
    if (column !== undefined) yield { act, table, column, isKey: hasConstraint(column, 'CONSTR_PRIMARY') };
  }
}

function tableKeys(node: CreateStmt): readonly string[] {
  return (node.tableElts ?? []).flatMap((item) => {
    const constraint = byKind(item).Constraint;
    return constraint?.contype === 'CONSTR_PRIMARY' ? stringsOf(constraint.keys) : [];
  });
}
