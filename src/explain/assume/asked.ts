import { type AnyNode, byKind, stringOf, stringsOf, walk } from '../../sql/nodes.ts';
import { type NamedRelation, namedRelations, relationsRead } from '../../sql/parse.ts';
import { shown } from '../../sql/relations.ts';
import { foreignKeys } from './foreign-keys.ts';
import { relationName } from './scene.ts';

/** A column that a statement expects to exist, and its table as SQL writes it. */
interface Asked {
  readonly table: string;
  readonly column: string;
}

/** The relations that a statement reads or changes, as SQL writes them; without those that it makes and those of its WITH. */
export function relationsAsked(trees: readonly unknown[]): readonly string[] {
  return relationsRead(trees).map(shown);
}

/**
 * The columns that a statement certainly expects in its tables: named next to their table, under an alias, or where the
 * statement has only one table. The server reports only one missing column at a time; this finds the others.
 */
export function columnsAsked(trees: readonly unknown[], isInner: boolean): readonly Asked[] {
  return trees.flatMap((tree) => [
    ...besideTables(tree),
    ...(isInner || isFunction(tree) ? [] : inQuery(tree)),
    ...foreignKeys([tree]).flatMap(({ referenced, keys }) =>
      keys.map((column) => ({ table: referenced, column })),
    ),
  ]);
}

/** Bare names in a function may be its arguments. */
function isFunction(tree: unknown): boolean {
  return typeof tree === 'object' && tree !== null && 'CreateFunctionStmt' in tree;
}

/** `ALTER TABLE t DROP a`, `INSERT INTO t (a)`, `UPDATE t SET a`, `CREATE INDEX ON t (a)` and the like. */
function besideTables(tree: unknown): readonly Asked[] {
  const asked: Asked[] = [];
  walk(tree, (node, kind) => {
    const table = relationName(node.relation);
    if (table !== undefined)
      for (const column of columnsBeside[kind]?.(node) ?? []) asked.push({ table, column });
  });
  return asked;
}

const columnsBeside: Readonly<Record<string, (node: AnyNode) => readonly string[]>> = {
  AlterTableStmt: alteredColumns,
  RenameStmt: ({ renameType, subname }) => (renameType === 'OBJECT_COLUMN' ? [String(subname)] : []),
  InsertStmt: ({ cols, onConflictClause }) => [...targetNames(cols), ...elementNames(onConflictClause)],
  UpdateStmt: ({ targetList }) => targetNames(targetList),
  IndexStmt: ({ indexParams, indexIncludingParams }) => elementNames([indexParams, indexIncludingParams]),
  CreateTrigStmt: ({ columns }) => stringsOf(columns),
  pubtable: ({ columns }) => stringsOf(columns),
};

function alteredColumns({ cmds }: AnyNode): readonly string[] {
  const asked: string[] = [];
  const added = new Set<unknown>();
  walk(cmds, (node, kind) => {
    if (kind === 'ColumnDef') added.add(node.colname);
    if (kind === 'AlterTableCmd' && columnCommands.test(String(node.subtype))) asked.push(String(node.name));
    if (kind === 'Constraint') asked.push(...stringsOf(node.keys), ...stringsOf(node.fk_attrs));
  });
  return asked.filter((column) => !added.has(column));
}

const columnCommands =
  /^AT_(AlterColumnType|DropColumn|SetNotNull|DropNotNull|ColumnDefault|SetStatistics|SetStorage|SetCompression)$/;

function targetNames(targets: unknown): readonly string[] {
  return ((targets ?? []) as readonly unknown[]).flatMap((target) => byKind(target).ResTarget?.name ?? []);
}

function elementNames(nodes: unknown): readonly string[] {
  const names: string[] = [];
  walk(nodes, (node, kind) => {
    if (kind === 'IndexElem' && typeof node.name === 'string') names.push(node.name);
  });
  return names;
}

/** Relations that the columns of a query may belong to; `outer` is the enclosing query, whose relations it may name as well. */
interface Scope {
  readonly relations: readonly NamedRelation[];
  /** A bare column can only be of its one relation. */
  readonly isPlain: boolean;
  /** Names that it gives to its own values. */
  readonly made: ReadonlySet<unknown>;
  readonly outer: Scope | undefined;
}

const queries = /^((Select|Insert|Update|Delete|Merge)Stmt|pubtable)$/;

/** Columns in conditions and lists: under an alias, or unqualified where their query has only one relation. */
function inQuery(tree: unknown): readonly Asked[] {
  const asked: Asked[] = [];
  const read = (value: unknown, kind: string, scope: Scope): void => {
    if (Array.isArray(value)) {
      for (const item of value) read(item, kind, scope);
    } else if (value !== null && typeof value === 'object') {
      const node = value as AnyNode;
      if (kind === 'ColumnRef') asked.push(...columnOf(node, scope));
      // Both sides of a UNION are queries, those of a JOIN are not.
      const isQuery = queries.test(kind) || (/^[lr]arg$/.test(kind) && 'op' in node);
      const own = isQuery ? scopeOf(node, scope) : scope;
      for (const [key, child] of Object.entries(node)) read(child, key, key === 'selectStmt' ? nothing : own);
    }
  };
  const relations = namedRelations(tree);
  const made = new Set<unknown>();
  walk(tree, (node, kind) => {
    if (kind === 'ColumnDef') made.add(node.colname);
  });
  read(tree, '', { relations, isPlain: relations.length === 1, made, outer: undefined });
  return asked;
}

const nothing: Scope = { relations: [], isPlain: false, made: new Set(), outer: undefined };

function scopeOf(query: AnyNode, outer: Scope): Scope {
  const { relation, fromClause, usingClause, sourceRelation, targetList, withClause, op } = query;
  const relations: NamedRelation[] = [];
  const made = new Set<unknown>();
  let others = withClause === undefined ? 0 : 1;
  const read = (value: unknown, kind: string): void => {
    if (/^Range(Function|Subselect|TableFunc|TableSample)$/.test(kind)) others += 1;
    else if (Array.isArray(value)) for (const item of value) read(item, kind);
    else if (kind === 'RangeVar' || (kind === 'relation' && value !== undefined)) {
      relations.push(...namedRelations(value));
      if (kind === 'relation')
        relations.push(...namedRelations(value).map((one) => ({ ...one, alias: 'excluded' })));
    } else if (value !== null && typeof value === 'object')
      for (const [key, child] of Object.entries(value)) if (key !== 'quals') read(child, key);
  };
  read(relation, 'relation');
  read([fromClause ?? [], usingClause ?? [], sourceRelation ?? []], '');
  if (relation === undefined)
    for (const target of (targetList ?? []) as readonly unknown[]) made.add(byKind(target).ResTarget?.name);
  const named = new Set(relations.map(({ schema, name }) => `${schema}.${name}`));
  return { relations, isPlain: named.size === 1 && others === 0 && op !== 'SETOP_UNION', made, outer };
}

function columnOf(node: AnyNode, scope: Scope): readonly Asked[] {
  const fields = (node.fields ?? []) as readonly unknown[];
  const [column, prefix, ...rest] = fields.map(stringOf).toReversed();
  if (column === undefined || rest.length > 0 || /^(ctid|xmin|xmax|tableoid)$/.test(column)) return [];
  let at: Scope | undefined = scope;
  const hasPrefix = ({ name, alias }: NamedRelation): boolean => (alias ?? name) === prefix;
  if (prefix !== undefined) while (at !== undefined && !at.relations.some(hasPrefix)) at = at.outer;
  else if (!scope.isPlain || scope.made.has(column)) return [];
  const relation = prefix === undefined ? scope.relations[0] : at?.relations.find(hasPrefix);
  if (relation === undefined || (prefix === undefined && column === (relation.alias ?? relation.name)))
    return [];
  return [{ table: shown(relation), column }];
}
