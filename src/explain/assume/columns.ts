import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { type AssumedTable, assumedTable } from './assumptions.ts';
import { type AnyNode, guessType, typeOfValue, walk } from './guess-type.ts';
import { fromServer, isOwnColumn, knownTable, relationName, type Scene } from './scene.ts';

/** 42703: a column of a table that is assumed. */
export function learnColumn(scene: Scene): void {
  const { message } = scene.failure.error;
  const owned = /column "(.+?)" of relation "(.+?)" does not exist/.exec(message);
  const dotted = /column (\S+?)\.("?[^\s"]+"?) does not exist/.exec(message);
  const name = owned?.[1] ?? dotted?.[2]?.replaceAll('"', '') ?? /column "(.+?)"/.exec(message)?.[1];
  if (name === undefined) return;
  const table =
    owned?.[2] === undefined
      ? tableOfColumn(scene, name, dotted?.[1])
      : knownTable(scene, fromServer(owned[2]));
  if (table !== undefined) addColumn(scene, table, name);
}

function addColumn(scene: Scene, table: AssumedTable, name: string): void {
  const last = splitIdentifier(table.name).at(-1) ?? table.name;
  if (scene.assumptions.refuted.has(`column ${last}.${name}`) || isOwnColumn(scene, last, name)) return;
  if (!table.columns.has(name)) table.columns.set(name, guessType(name, scene.trees));
}

/** Whose column it is where the server does not say: the referenced table's, the one under an alias, or the first that lacks it. */
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
  for (const { name: table } of named.length > 0 ? named : failure.relations) {
    const found = knownTable(scene, quoteIdentifier(table));
    if (found !== undefined && !found.columns.has(name)) return found;
  }
  return undefined;
}

interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly keys: readonly string[];
}

/** The foreign keys that a statement adds, those of a column included. */
function foreignKeys(trees: readonly unknown[]): readonly ForeignKey[] {
  const found: ForeignKey[] = [];
  for (const tree of trees) {
    let table: string | undefined;
    walk(tree, (node, kind) => {
      if (kind === 'AlterTableStmt' || kind === 'CreateStmt') table = relationName(node.relation);
      if (kind !== 'Constraint' || node.contype !== 'CONSTR_FOREIGN') return;
      const referenced = relationName(node.pktable);
      if (table === undefined || referenced === undefined) return;
      found.push({ table, referenced, columns: texts(node.fk_attrs), keys: texts(node.pk_attrs) });
    });
  }
  return found;
}

function texts(nodes: unknown): readonly string[] {
  return ((nodes ?? []) as readonly { String?: { sval?: string } }[]).flatMap(
    ({ String: text }) => text?.sval ?? [],
  );
}

/** 42830: the columns that a foreign key points at are unique. */
export function learnKey({ assumptions, trees }: Scene): void {
  for (const { referenced, keys } of foreignKeys(trees)) {
    const table = assumedTable(assumptions, referenced);
    if (table === undefined || keys.length === 0) continue;
    const hasKey = [...table.clauses].some((clause) => clause.startsWith('PRIMARY'));
    table.clauses.add(`${hasKey ? 'UNIQUE' : 'PRIMARY KEY'} (${keys.map(quoteIdentifier).join(', ')})`);
  }
}

/** 42P10: the columns of an ON CONFLICT are unique. */
export function learnConflict({ assumptions, trees }: Scene): void {
  walk(trees, (node, kind) => {
    if (kind !== 'InsertStmt') return;
    const table = assumedTable(assumptions, relationName(node.relation) ?? '');
    const { infer } = (node.onConflictClause ?? {}) as { infer?: { indexElems?: readonly AnyNode[] } };
    const columns = (infer?.indexElems ?? []).flatMap(
      ({ IndexElem }) => (IndexElem as { name?: string } | undefined)?.name ?? [],
    );
    if (columns.length > 0) table?.clauses.add(`UNIQUE (${columns.map(quoteIdentifier).join(', ')})`);
  });
}

/** 42601: an INSERT that names no columns has more values than are known; they get names of their own. */
export function learnWidth({ assumptions, failure, trees }: Scene): void {
  if (!failure.error.message.startsWith('INSERT has more expressions than target columns')) return;
  walk(trees, (node, kind) => {
    const table =
      kind === 'InsertStmt' && node.cols === undefined
        ? assumedTable(assumptions, relationName(node.relation) ?? '')
        : undefined;
    if (table === undefined) return;
    const { valuesLists } = (node.selectStmt as { SelectStmt?: AnyNode } | undefined)?.SelectStmt ?? {};
    const [row] = (valuesLists ?? []) as readonly { List?: { items?: readonly unknown[] } }[];
    // What a query has is not known before it runs: one more at a time.
    const values = row?.List?.items ?? Array(table.columns.size + 1).fill(undefined);
    for (const [i, value] of values.entries())
      if (i >= table.columns.size) table.columns.set(`column_${i + 1}`, typeOfValue(value) ?? 'text');
  });
}

/** A foreign key that names no column points at the primary key. */
export function learnReferenced({ assumptions, trees }: Scene): void {
  for (const { referenced, keys } of foreignKeys(trees)) {
    const table = assumedTable(assumptions, referenced);
    if (table === undefined || keys.length > 0) continue;
    if (!table.columns.has('id')) table.columns.set('id', 'bigint');
    table.clauses.add('PRIMARY KEY (id)');
  }
}

/** 42804: the two sides of a foreign key, or a change of type that PostgreSQL does not make by itself. */
export function learnTypes({ assumptions, failure, trees }: Scene): void {
  const { message, detail = '' } = failure.error;
  const sides =
    /Key columns "(.+?)" of the referencing table and "(.+?)" of the referenced table are of incompatible types: (.+?) and (.+?)\./.exec(
      detail,
    );
  if (sides !== null) {
    const [, column = '', key = '', type = '', keyType = ''] = sides;
    for (const { table, referenced } of foreignKeys(trees)) {
      const theirs = assumedTable(assumptions, referenced);
      if (theirs?.columns.has(key) === true) {
        theirs.columns.set(key, type);
        if (assumedTable(assumptions, table) === undefined) theirs.settled.add(key);
      } else assumedTable(assumptions, table)?.columns.set(column, keyType);
    }
    return;
  }
  const [, column = '', type = ''] =
    /column "(.+?)" cannot be cast automatically to type (.+)$/.exec(message) ?? [];
  const isDefault = /column "(.+?)" is of type (.+?) but (?:default )?expression is of type (.+)$/.exec(
    message,
  );
  retype(assumptions, isDefault?.[1] ?? column, isDefault?.[3] ?? type);
}

/** A column of any assumed table; its old type gives way. */
function retype(assumptions: Scene['assumptions'], column: string, type: string): boolean {
  for (const { columns } of assumptions.tables.values()) {
    const old = columns.get(column);
    if (old === undefined || old === type || type === '') continue;
    columns.set(column, type);
    return true;
  }
  return false;
}

/** 42883 of an operator or a built-in function: the guess at an operand's type was wrong. */
export function learnOperand(scene: Scene): boolean {
  const { message } = scene.failure.error;
  if (scene.failure.head.startsWith('ALTER DOMAIN')) return learnBase(scene);
  const [, left = '', sign = '', right = ''] =
    /operator does not exist: (.+?) ([^\w\s"]+) (.+)$/.exec(message) ?? [];
  if (left !== '') {
    const wanted = wantedBy(sign);
    if (wanted !== undefined && (left === right || right === 'unknown' || left === 'text'))
      return retypeColumns(scene, (type) => (type === left || type === right ? wanted : undefined));
    // One side gives way: both would only change places.
    return (
      retypeColumns(scene, (type) => (type === left ? right : undefined)) ||
      retypeColumns(scene, (type) => (type === right ? left : undefined))
    );
  }
  const [, name = '', types = ''] = /^function (\w+)\((.*)\) does not exist/.exec(message) ?? [];
  if (name === '' || types === '') return false;
  const inside = new Set<string>();
  walk(scene.trees, (node, kind) => {
    if (kind !== 'FuncCall' || !JSON.stringify(node.funcname).includes(`"${name}"`)) return;
    walk(node.args, (inner, what) => {
      if (what === 'ColumnRef') inside.add(texts(inner.fields).at(-1) ?? '');
    });
  });
  return retypeColumns(scene, (type, column) =>
    inside.has(column) && type !== operandOf(name) ? operandOf(name) : undefined,
  );
}

function operandOf(name: string): string | undefined {
  if (textFunctions.test(name)) return 'text';
  return numberFunctions.test(name) ? 'numeric' : undefined;
}

/** What a domain stands on, where its constraint compares it with something else than text. */
function learnBase({ assumptions, failure, trees }: Scene): boolean {
  const type = /operator does not exist: text \S+ (.+)$/.exec(failure.error.message)?.[1];
  walk(trees, (node, kind) => {
    const name = texts(node.typeName).map(quoteIdentifier).join('.');
    const known = kind === 'AlterDomainStmt' ? assumptions.others.get(`domain ${name}`) : undefined;
    if (known !== undefined && type !== undefined)
      assumptions.others.set(`domain ${name}`, { ...known, sql: `CREATE DOMAIN ${name} AS ${type}` });
  });
  return type !== undefined;
}

/** What an operator is for, where text has none of its name. */
function wantedBy(sign: string): string | undefined {
  if (/^[-+*/%]$/.test(sign)) return 'bigint';
  if (/^(->>?|#>>?|@>|<@|\?[|&]?|@\?|@@)$/.test(sign)) return 'jsonb';
  return sign === '&&' ? 'text[]' : undefined;
}

const textFunctions =
  /^(lower|upper|initcap|[bl]?trim|rtrim|length|char_length|substr|substring|left|right|[lr]pad|reverse|replace|translate|strpos|starts_with|to_tsvector|concat|md5|split_part|string_to_\w+|to_date|to_number|regexp_\w+)$/;
const numberFunctions =
  /^(sum|avg|stddev\w*|variance|abs|round|trunc|floor|ceil|ceiling|mod|sign|sqrt|power)$/;

function retypeColumns(
  { assumptions, trees }: Scene,
  typeOf: (type: string, column: string) => string | undefined,
): boolean {
  let changed = false;
  const seen = new Set<string>();
  walk(trees, (node: AnyNode, kind) => {
    if (kind === 'ColumnRef') seen.add(texts(node.fields).at(-1) ?? '');
  });
  for (const { columns, settled } of assumptions.tables.values()) {
    for (const [column, type] of columns) {
      const wanted = seen.has(column) && !settled.has(column) ? typeOf(canonical(type), column) : undefined;
      if (wanted === undefined || wanted === type || wanted === 'unknown') continue;
      columns.set(column, wanted);
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
