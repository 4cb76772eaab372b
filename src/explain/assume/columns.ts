import { assumedName } from '../../model/migration.ts';
import { escaped } from '../../model/patterns.ts';
import { bareName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { columnsNamed } from '../../sql/clauses.ts';
import { byKind, walk } from '../../sql/nodes.ts';
import { changedNames, parseSql } from '../../sql/parse.ts';
import { shown } from '../../sql/relations.ts';
import { splitStatements } from '../../sql/split.ts';
import type { Failure } from '../failure.ts';
import { missingColumn } from '../said.ts';
import { columnsAsked, relationsAsked } from './asked.ts';
import { type AssumedTable, assumedTable } from './assumptions.ts';
import { learnInheritance } from './attached.ts';
import { foreignKeys } from './foreign-keys.ts';
import { guessType, typeOfValue } from './guess-type.ts';
import { fromServer, isOwnColumn, knownTable, relationName, type Scene } from './scene.ts';

/** 42703: a column of a table that is assumed. */
export function learnColumn(scene: Scene): void {
  const said = missingColumn(scene.failure.error.message);
  if (said === undefined || said.isField) return;
  const { name, relation, prefix } = said;
  learnAsked(scene);
  const table =
    relation === undefined ? tableOfColumn(scene, name, prefix) : homeOf(scene, fromServer(relation), name);
  if (table !== undefined) addColumn(scene, table, name);
  else addToView(scene, name);
}

/** A column of an assumed view that the statement names. */
function addToView({ assumptions, failure, trees }: Scene, column: string): void {
  for (const relation of failure.relations) {
    const view = shown(relation);
    for (const what of [`view ${view}`, `materialized view ${view}`]) {
      const known = assumptions.others.get(what);
      const more = `, NULL::${guessType(column, trees)} AS ${quoteIdentifier(column)}`;
      if (known !== undefined && !known.sql.includes(more))
        assumptions.others.set(what, { ...known, sql: known.sql.replace('1::bigint AS id', `$&${more}`) });
    }
  }
}

/** Learns all other columns that the statement expects in assumed tables, except those that an earlier statement was to make. */
export function learnAsked(scene: Scene): void {
  const { assumptions, failure, trees, pending } = scene;
  for (const { table, column } of columnsAsked(trees, failure.body !== undefined)) {
    const known = pending.has(column.toLowerCase()) ? undefined : homeOf(scene, table, column);
    const bare = splitIdentifier(table).at(-1) ?? table;
    if (known !== undefined && !isOwnColumn(scene, bare, column)) addColumn(scene, known, column);
  }
  const referenced = foreignKeys(trees).map((key) => key.referenced);
  if (
    referenced.every((table) => assumedTable(assumptions, table) !== undefined && !isKeyed(failure, table))
  ) {
    learnKey(scene);
    learnReferenced(scene);
  }
}

/** Whether the history itself may give a table a key. */
function isKeyed({ history }: Failure, table: string): boolean {
  const name = escaped(bareName(table));
  const keyed = new RegExp(
    `\\bunique\\b[^;]*\\b${name}\\b|\\btable\\b[^;(]*\\b${name}\\b[^;]*\\b(unique|primary)\\b`,
    'i',
  );
  return history.migrations.some(({ name: at, up }) => at !== assumedName && keyed.test(up.text));
}

function addColumn(scene: Scene, table: AssumedTable, name: string): void {
  const last = splitIdentifier(table.name).at(-1) ?? table.name;
  if (scene.assumptions.refuted.has(`column ${last}.${name}`) || isOwnColumn(scene, last, name)) return;
  if (!table.columns.has(name)) table.columns.set(name, guessType(name, scene.trees));
}

/** The assumed table that a column belongs to: the named table, or the one that it was copied from. */
function homeOf(scene: Scene, name: string, column: string): AssumedTable | undefined {
  const known = knownTable(scene, name);
  if (known !== undefined) return known;
  const { history, at } = scene.failure;
  const last = splitIdentifier(name).at(-1)?.toLowerCase() ?? '';
  for (const { up } of history.migrations.slice(0, at.migration + 1).toReversed()) {
    if (!up.text.toLowerCase().includes(last)) continue;
    for (const { start, end } of splitStatements(up.text).statements.toReversed()) {
      const text = up.text.slice(start, end);
      if (!/\b(as|into|like|inherits|of)\b/i.test(text) || !text.toLowerCase().includes(last)) continue;
      const source = copiedFrom(scene, text, last).find((table) => !table.columns.has(column));
      if (source !== undefined) return source;
    }
  }
  return undefined;
}

/**
 * The assumed tables that a statement copies under a name: by CREATE TABLE ... AS SELECT *, SELECT * INTO, LIKE, INHERITS or a
 * view.
 */
function copiedFrom(scene: Scene, text: string, name: string): readonly AssumedTable[] {
  const parsed = parseSql(text);
  if (!parsed.ok || !parsed.trees.some((tree) => changedNames(tree).has(name))) return [];
  let copies = false;
  walk(parsed.trees, (_, kind) => {
    copies ||= ['A_Star', 'TableLikeClause', 'inhRelations'].includes(kind);
  });
  if (!copies) return [];
  return relationsAsked(parsed.trees).flatMap((source) => knownTable(scene, source) ?? []);
}

/**
 * The table of a column where the server does not name it: the referenced table, the one under the alias, or the first that
 * lacks the column.
 */
function tableOfColumn(scene: Scene, name: string, prefix: string | undefined): AssumedTable | undefined {
  const { failure, trees } = scene;
  if (failure.error.message.includes('referenced in foreign key constraint')) {
    for (const { table, referenced, keys, columns } of foreignKeys(trees)) {
      const theirs = keys.includes(name) ? knownTable(scene, referenced) : undefined;
      if (theirs?.columns.has(name) === false) return theirs;
      if (columns.includes(name)) return knownTable(scene, table);
    }
  }
  const own = prefix?.replaceAll('"', '').split('.').at(-1);
  const named = failure.relations.filter(
    (relation) => own === undefined || (relation.alias ?? relation.name) === own,
  );
  const homes = (named.length > 0 ? named : failure.relations).flatMap(
    ({ name: table }) => homeOf(scene, quoteIdentifier(table), name) ?? [],
  );
  // Another statement of this round has added it already, unless the server says that it is out of reach there.
  const isLearned = homes.some(({ columns }) => columns.has(name));
  const isTold = failure.error.detail !== undefined || / in (left|right) table$/.test(failure.error.message);
  if (isLearned && !isTold) return undefined;
  return homes.find(({ columns }) => !columns.has(name));
}

/** 42830: the columns that a foreign key points at are unique. */
export function learnKey({ assumptions, trees }: Scene): void {
  for (const { referenced, keys } of foreignKeys(trees)) {
    const table = assumedTable(assumptions, referenced);
    if (table === undefined || keys.length === 0) continue;
    const listed = ` (${keys.map(quoteIdentifier).join(', ')})`;
    const clauses = [...table.clauses];
    if (clauses.some((clause) => clause.endsWith(listed))) continue;
    const hasKey = clauses.some((clause) => clause.startsWith('PRIMARY'));
    table.clauses.add(`${hasKey ? 'UNIQUE' : 'PRIMARY KEY'}${listed}`);
  }
}

/** 42P10: the columns of an ON CONFLICT are unique. */
export function learnConflict({ assumptions, trees }: Scene): void {
  walk(trees, (node, kind) => {
    if (kind !== 'InsertStmt') return;
    const table = assumedTable(assumptions, relationName(node.relation) ?? '');
    const { infer } = (node.onConflictClause ?? {}) as { infer?: { indexElems?: readonly unknown[] } };
    const columns = (infer?.indexElems ?? []).flatMap((element) => byKind(element).IndexElem?.name ?? []);
    if (columns.length > 0) table?.clauses.add(`UNIQUE (${columns.map(quoteIdentifier).join(', ')})`);
  });
}

/**
 * 42601: an INSERT without column names has more values than the assumed table has columns; the missing ones get generated
 * names.
 */
export function learnWidth({ assumptions, failure, trees }: Scene): void {
  if (!failure.error.message.startsWith('INSERT has more expressions than target columns')) return;
  walk(trees, (node, kind) => {
    const table =
      kind === 'InsertStmt' && node.cols === undefined
        ? assumedTable(assumptions, relationName(node.relation) ?? '')
        : undefined;
    if (table === undefined) return;
    const [row] = byKind(node.selectStmt).SelectStmt?.valuesLists ?? [];
    // How many columns a query returns is not known before it runs: one more is added at a time.
    const values = byKind(row).List?.items ?? Array(table.columns.size + 1).fill(undefined);
    for (const [i, value] of values.entries())
      if (i >= table.columns.size) table.columns.set(`column_${i + 1}`, typeOfValue(value) ?? 'text');
  });
}

/** A foreign key that names no column points at the primary key. */
export function learnReferenced({ assumptions, trees }: Scene): void {
  for (const { referenced, keys } of foreignKeys(trees)) {
    const table = assumedTable(assumptions, referenced);
    const hasKey = [...(table?.clauses ?? [])].some((clause) => clause.startsWith('PRIMARY'));
    if (table === undefined || keys.length > 0 || hasKey) continue;
    if (!table.columns.has('id')) table.columns.set('id', 'bigint');
    table.clauses.add('PRIMARY KEY (id)');
  }
}

/** 42804: the two sides of a foreign key differ in type, or a type is changed to one that has no automatic cast. */
export function learnTypes(scene: Scene): void {
  const { assumptions, failure, trees } = scene;
  const { message, detail = '' } = failure.error;
  const sides =
    /Key columns "(.+?)" of the referencing table and "(.+?)" of the referenced table are of incompatible types: (.+?) and (.+?)\./.exec(
      detail,
    );
  if (sides !== null) {
    const [, column = '', key = '', type = '', keyType = ''] = sides;
    for (const { table, referenced } of foreignKeys(trees)) {
      const theirs = assumedTable(assumptions, referenced);
      const ours = assumedTable(assumptions, table);
      // Of two guesses the one that says more.
      const wanted = ours !== undefined && type === 'text' ? keyType : type;
      if (theirs?.columns.has(key) === true && !theirs.settled.has(key)) {
        theirs.columns.set(key, wanted);
        ours?.columns.set(column, wanted);
        if (ours === undefined) theirs.settled.add(key);
      } else {
        ours?.columns.set(column, keyType);
        if (theirs === undefined) ours?.settled.add(column);
      }
    }
    return;
  }
  if (message.startsWith('child table is missing column')) learnInheritance(scene);
  const asked = /^argument of .+ must be type boolean, not type (.+)$/.exec(message)?.[1];
  if (asked !== undefined)
    retypeColumns(scene, (type, column) =>
      type === asked && guessType(column, trees) === 'boolean' ? 'boolean' : undefined,
    );
  const [, altered, becomes = ''] =
    /column "(.+?)" cannot be cast automatically to type (.+)$/.exec(message) ?? [];
  if (altered !== undefined) retype(scene, altered, becomes);
  const [, target, wanted = '', given = ''] =
    /column "(.+?)" is of type (.+?) but (?:default )?expression is of type (.+)$/.exec(message) ?? [];
  if (target === undefined || retype(scene, target, given)) return;
  const inside = columnsNamed(valuesFor(target, trees));
  retypeColumns(scene, (type, column) => (inside.has(column) && type === given ? wanted : undefined));
}

/** Gives a column of an assumed table that the statement names another type; returns whether there was one. */
function retype(scene: Scene, column: string, type: string): boolean {
  for (const { name } of scene.failure.relations) {
    const columns = knownTable(scene, quoteIdentifier(name))?.columns;
    const old = columns?.get(column);
    if (old === undefined || canonical(old) === type) continue;
    columns?.set(column, type);
    return true;
  }
  return false;
}

/** What an UPDATE or an INSERT ... SELECT puts into a column. */
function valuesFor(column: string, trees: readonly unknown[]): readonly unknown[] {
  const found: unknown[] = [];
  walk(trees, (node, kind) => {
    if (kind === 'ResTarget' && node.name === column && node.val !== undefined) found.push(node.val);
    if (kind !== 'InsertStmt') return;
    const columns = (node.cols ?? []) as readonly unknown[];
    const at = columns.findIndex((one) => byKind(one).ResTarget?.name === column);
    found.push(targetsOf(node.selectStmt)[at]);
  });
  return found;
}

/** What a SELECT puts out. */
export function targetsOf(select: unknown): readonly unknown[] {
  return byKind(select).SelectStmt?.targetList ?? [];
}

/** 22P02: a text is compared with a column that was guessed to be a number, a date or the like. */
export function learnInput(scene: Scene): void {
  const [, said, value = ''] =
    /^invalid input syntax for type (.+?): "(.*)"$/s.exec(scene.failure.error.message) ?? [];
  const compared = new Set<string>();
  walk(scene.trees, (node, kind) => {
    if (kind !== 'A_Expr' || !JSON.stringify(node).includes(`"sval":${JSON.stringify(value)}`)) return;
    for (const name of columnsNamed([node.lexpr, node.rexpr])) compared.add(name);
  });
  retypeColumns(scene, (type, column) => (compared.has(column) && type === said ? 'text' : undefined));
}

/** Gives columns that the statement names another type; returns whether any type changed. */
export function retypeColumns(
  { assumptions, trees }: Scene,
  typeOf: (type: string, column: string) => string | undefined,
): boolean {
  let changed = false;
  const seen = columnsNamed(trees);
  for (const { name, columns, settled } of assumptions.tables.values()) {
    for (const [column, type] of columns) {
      const isOpen = !settled.has(column) && !assumptions.retyped.has(`${name}.${column}`);
      const wanted = seen.has(column) && isOpen ? typeOf(canonical(type), column) : undefined;
      if (wanted === undefined || wanted === type || wanted === 'unknown') continue;
      columns.set(column, wanted);
      assumptions.retyped.add(`${name}.${column}`);
      changed = true;
    }
  }
  return changed;
}

/** As the server writes it in messages. */
function canonical(type: string): string {
  const bare = type.replace(/ NOT NULL$/, '');
  return bare === 'timestamptz' ? 'timestamp with time zone' : bare === 'int4' ? 'integer' : bare;
}
