import { assumedName } from '../../model/migration.ts';
import { escaped } from '../../model/patterns.ts';
import { extensionOf } from '../../postgres/extension-objects.ts';
import {
  bareName,
  quoteIdentifier,
  quoteLiteral,
  splitIdentifier,
  splitOn,
} from '../../postgres/identifier.ts';
import { byKind, walk } from '../../sql/nodes.ts';
import { assume, assumedTable, assumeServer, assumeTable } from './assumptions.ts';
import { learnReferenced } from './columns.ts';
import { assumeRelation, learnClustering, relations } from './relations.ts';
import { fromServer, isOwn, knownTable, type Scene } from './scene.ts';

/** 3F000. */
export function learnSchema({ assumptions, failure }: Scene): void {
  const name = /schema "(.+?)" does not exist/.exec(failure.error.message)?.[1];
  if (name !== undefined)
    assume(assumptions, 'schema', `schema ${name}`, `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`);
}

/** 42501: a new owner needs the right to create objects in the schema. */
export function learnRight({ assumptions, failure }: Scene): void {
  const schema = /^permission denied for schema (.+)$/.exec(failure.error.message)?.[1];
  if (schema === undefined) return;
  for (const [what] of [...assumptions.others].filter(([, { phase }]) => phase === 'role')) {
    const role = quoteIdentifier(what.slice('role '.length));
    const right = `right of ${role} to create in ${schema}`;
    assume(assumptions, 'rest', right, `GRANT CREATE, USAGE ON SCHEMA ${quoteIdentifier(schema)} TO ${role}`);
  }
}

/** 42704: a missing type, role, constraint, trigger, policy or index, or the key that a foreign key needs. */
export function learnObject(scene: Scene): void {
  const { message } = scene.failure.error;
  const lesson = lessons.find(([said]) => said.test(message));
  lesson?.[1](scene, ...(lesson[0].exec(message) ?? []).slice(1));
}

/** What the server may say, and what is learnt from that: the first that fits. */
const lessons: readonly (readonly [said: RegExp, learn: (scene: Scene, ...named: string[]) => void])[] = [
  [/^there is no primary key for referenced table/, learnReferenced],
  [/^there is no previously clustered index/, learnClustering],
  [
    /^data type .+ has no default operator class for access method "(gin|gist)"/,
    ({ assumptions }, method) => assumeExtension(assumptions, `btree_${method}`),
  ],
  [
    /^(?:operator class|access method) "(.+?)" does not exist/,
    ({ assumptions }, name) => assumeExtensionOf(assumptions, name),
  ],
  [/^publication "(.+?)" does not exist/, missingPublication],
  [/^constraint "(.+?)" (?:of|for) domain "?(.+?)"? does not exist/, learnDomainConstraint],
  [/^index "(.+?)" (?:for table ".+?" )?does not exist/, missingIndex],
  [/^([a-z ]+) "(.+?)" (?:of|for) (?:relation|table|domain) "(.+?)" does not exist/, missingPart],
  [
    /^role "(.+?)" does not exist/,
    ({ assumptions }, name) =>
      assume(assumptions, 'role', `role ${name}`, `CREATE ROLE ${quoteIdentifier(name)}`),
  ],
  [/^type "(.+?)" does not exist/, missingType],
  [/^type (\S+) does not exist/, missingType],
  [/^extension "(.+?)" does not exist/, ({ assumptions }, name) => assumeExtension(assumptions, name)],
  [/^statistics object "(.+?)" does not exist/, assumeStatistics],
  [/^server "(.+?)" does not exist/, missingServer],
];

function missingPublication(scene: Scene, name: string): void {
  if (!isOwn(scene, name, /^publication$/))
    assume(scene.assumptions, 'rest', `publication ${name}`, `CREATE PUBLICATION ${quoteIdentifier(name)}`);
}

function missingIndex(scene: Scene, name: string): void {
  if (!isOwn(scene, name.split('.').at(-1) ?? name, relations)) assumeRelation(scene, 'index', name);
}

function missingServer(scene: Scene, name: string): void {
  if (!isOwn(scene, name, /^server$/)) assumeServer(scene.assumptions, name);
}

/** Statistics need a table, which the statement does not name. */
function assumeStatistics(scene: Scene, called: string): void {
  const name = fromServer(called);
  if (isOwn(scene, bareName(name), /^statistics object$/)) return;
  const table = fromServer(`${called}_table`);
  assumeTable(scene.assumptions, table).columns.set('a', 'bigint').set('b', 'bigint');
  assume(scene.assumptions, 'rest', `statistics ${name}`, `CREATE STATISTICS ${name} ON a, b FROM ${table}`);
}

/** Assumes the extension that brings a type or function of this name; false where none is known. */
export function assumeExtensionOf(assumptions: Scene['assumptions'], name: string): boolean {
  const extension = extensionOf(name);
  if (extension === undefined) return false;
  assumeExtension(assumptions, extension);
  return true;
}

function assumeExtension(assumptions: Scene['assumptions'], name: string): void {
  const sql = `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)}`;
  assume(assumptions, 'extension', `extension ${name}`, sql);
}

function missingType(scene: Scene, quoted: string): void {
  const { assumptions, failure } = scene;
  const bare = quoted.replace(/\[\]$/, '');
  const name = bare.includes('"') ? bare : fromServer(bare);
  const last = bareName(name);
  if (isOwn(scene, last, /type|domain|enum/)) return;
  if (assumeExtensionOf(assumptions, last)) return;
  // A table is a type as well.
  if (bareName(assumedTable(assumptions, name)?.name ?? '') === last) return;
  if (/^(ALTER|DROP|COMMENT ON) DOMAIN\b/.test(failure.head) || isTakenOn(scene, last)) {
    assume(assumptions, 'type', `domain ${name}`, `CREATE DOMAIN ${name} AS text`);
    return;
  }
  assumeEnum(assumptions, name, labelsIn(scene));
}

/** Whether a statement changes a column to that type without USING. PostgreSQL casts automatically to a domain. */
function isTakenOn({ trees }: Scene, type: string): boolean {
  let found = false;
  walk(trees, (node, kind) => {
    if (kind !== 'AlterTableCmd' || node.subtype !== 'AT_AlterColumnType') return;
    const column = byKind(node.def).ColumnDef;
    found ||= column?.raw_default === undefined && JSON.stringify(column ?? '').includes(`"${type}"`);
  });
  return found;
}

function assumeEnum(assumptions: Scene['assumptions'], name: string, labels: readonly string[]): void {
  const listed = labels.map(quoteLiteral).join(', ');
  assume(assumptions, 'type', `type ${name}`, `CREATE TYPE ${name} AS ENUM (${listed})`);
}

/** The labels that an ALTER TYPE takes to be there. */
function labelsIn({ trees }: Scene): readonly string[] {
  const labels = new Set<string>();
  walk(trees, (node, kind) => {
    if (kind !== 'AlterEnumStmt') return;
    for (const field of ['oldVal', 'newValNeighbor'])
      if (typeof node[field] === 'string') labels.add(node[field]);
  });
  return [...labels];
}

/** `"a" is not an existing enum label`, or a value that an enum does not know: one label more. */
export function learnLabel({ assumptions, failure }: Scene): void {
  const { message } = failure.error;
  const [, type, value] = /^invalid input value for enum (\S+): "(.*)"$/s.exec(message) ?? [];
  const label = value ?? /^"(.+?)" is not an existing enum label/.exec(message)?.[1];
  const name = type ?? /^ALTER TYPE\s+(\S+)/i.exec(failure.text)?.[1];
  const known = name === undefined ? undefined : assumptions.others.get(`type ${name}`);
  const inside = /^CREATE TYPE \S+ AS ENUM \((.*)\)$/s.exec(known?.sql ?? '')?.[1];
  if (label === undefined || known === undefined || inside === undefined) return;
  // Several statements of one round may ask for the same.
  const all = [...new Set([...(inside === '' ? [] : inside.split(', ')), quoteLiteral(label)])].join(', ');
  assumptions.others.set(`type ${name}`, { ...known, sql: `CREATE TYPE ${name} AS ENUM (${all})` });
}

function learnDomainConstraint({ assumptions }: Scene, constraint: string, domain: string): void {
  const name = quoteIdentifier(domain);
  if (!assumptions.others.has(`domain ${name}`)) return;
  assume(
    assumptions,
    'rest',
    `constraint ${constraint} of ${name}`,
    `ALTER DOMAIN ${name} ADD CONSTRAINT ${quoteIdentifier(constraint)} CHECK (true)`,
  );
}

/**
 * Whether the history makes a constraint of that name. No event tells of constraints, so the text of the migrations is
 * searched.
 */
function makesConstraint({ failure }: Scene, name: string, table: string): boolean {
  const [own, on] = [name, table].map(escaped);
  const made = new RegExp(
    `\\bTABLE\\b[^;]*?\\b${on}\\b[^;]*?(?<!\\b(?:VALIDATE|DROP|RENAME|ALTER|ON)\\s+)\\bCONSTRAINT\\s+"?${own}"?(?![\\w"])`,
    'i',
  );
  return failure.history.migrations.some(
    ({ name: at, up }, i) =>
      at !== assumedName &&
      i <= failure.at.migration &&
      made.test(i === failure.at.migration ? up.text.slice(0, failure.statement.start) : up.text),
  );
}

/** A constraint, trigger or policy of a table that is assumed. */
function missingPart(scene: Scene, word: string, quoted: string, on: string): void {
  const { assumptions, failure } = scene;
  const name = quoteIdentifier(quoted);
  const table = knownTable(scene, quoteIdentifier(on));
  if (table === undefined) return;
  const isOwnPart = failure.story.lives.some(
    ({ type, names, chapters }) =>
      type.includes(word) &&
      names.has(quoted.toLowerCase()) &&
      chapters.some(
        ({ name: at, identity }) => at !== assumedName && bareName(splitOn(identity)?.[1] ?? identity) === on,
      ),
  );
  if (isOwnPart || (word === 'constraint' && makesConstraint(scene, quoted, on))) return;
  if (word === 'constraint' && /\bON\s+CONFLICT\s+ON\s+CONSTRAINT\b/i.test(failure.text)) {
    const [column] = table.columns.keys();
    if (column !== undefined) table.clauses.add(`CONSTRAINT ${name} UNIQUE (${quoteIdentifier(column)})`);
    return;
  }
  if (word === 'constraint') {
    // What is validated before SET NOT NULL is what proves it.
    const [, proven] =
      /\bALTER\s+(?:COLUMN\s+)?("[^"]+"|\w+)\s+SET\s+NOT\s+NULL/i.exec(failure.migration.up.text) ?? [];
    const check =
      proven === undefined || !/\bVALIDATE\b/i.test(failure.text) ? 'true' : `${proven} IS NOT NULL`;
    const [column] = splitIdentifier(proven ?? '');
    if (check !== 'true' && column !== undefined && !table.columns.has(column))
      table.columns.set(column, 'text');
    assume(
      assumptions,
      'rest',
      `constraint ${name} of ${table.name}`,
      `ALTER TABLE ${table.name} ADD CONSTRAINT ${name} CHECK (${check}) NOT VALID`,
      `constraint ${name}`,
    );
  }
  const sql = partSql[word]?.(name, table.name);
  if (sql !== undefined)
    assume(assumptions, 'rest', `${word} ${name} of ${table.name}`, sql, `${word} ${name}`);
}

/** SQL for a part of an assumed table that has no effect. */
const partSql: Readonly<Record<string, (name: string, table: string) => string>> = {
  trigger: (name, table) =>
    `CREATE TRIGGER ${name} BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()`,
  policy: (name, table) => `CREATE POLICY ${name} ON ${table} USING (true)`,
  rule: (name, table) => `CREATE RULE ${name} AS ON UPDATE TO ${table} WHERE false DO ALSO NOTHING`,
};

/** An object that exists already was assumed wrongly: the history makes it itself. */
export function unlearn(scene: Scene): void {
  const { assumptions, failure } = scene;
  const { message } = failure.error;
  const [, column, of] = /^column "(.+?)" of relation "(.+?)" already exists/.exec(message) ?? [];
  if (column !== undefined && of !== undefined) {
    const owner = knownTable(scene, quoteIdentifier(of));
    owner?.columns.delete(column);
    assumptions.refuted.add(`column ${splitIdentifier(owner?.name ?? of).at(-1)}.${column}`);
    return;
  }
  const [, word = '', name] =
    /^(relation|type|function|schema|role|extension) "(.+?)" already exists/.exec(message) ?? [];
  if (name === undefined) return;
  const table = word === 'relation' ? assumedTable(assumptions, quoteIdentifier(name)) : undefined;
  if (table !== undefined) {
    assumptions.tables.delete(table.name);
    assumptions.refuted.add(`table ${table.name}`);
  }
  for (const what of assumptions.others.keys())
    if (what.endsWith(` ${name}`) || what.endsWith(` ${quoteIdentifier(name)}`))
      assumptions.others.delete(what);
}
