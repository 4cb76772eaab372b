import { bareName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { type AnyNode, byKind, stringsOf, walk } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { missingRelation, relationWord } from '../said.ts';
import { relationsAsked } from './asked.ts';
import { type AssumedTable, assume, assumedTable, assumeServer, assumeTable } from './assumptions.ts';
import { learnAttached, learnInheritance } from './attached.ts';
import { learnAsked } from './columns.ts';
import { guessType } from './guess-type.ts';
import { fromServer, hasNamesake, isOwn, knownTable, partsOf, relationName, type Scene } from './scene.ts';

/** Types of what shares its names with tables. */
export const relations = /^(table|view|materialized view|foreign table|sequence|index)$/;

/** 42P01: a table, view, sequence or index. */
export function learnRelation(scene: Scene): void {
  const said = missingRelation(scene.failure.error.message);
  if (said === undefined) {
    learnArgument(scene);
    learnInheritance(scene);
    return;
  }
  const { full } = said;
  const parts = partsOf(scene, full);
  const last = parts.at(-1) ?? full;
  const isMadeHere = isOwn(scene, last, relations, parts.at(-2));
  if (isMadeHere && (last !== full || !hasNamesake(scene, full))) return;
  assumeRelation(scene, said.word, full);
  learnOthers(scene);
  learnAsked(scene);
}

/** An argument whose fields the function's body reads is a row: its type, assumed so far, becomes a table. */
function learnArgument({ assumptions, failure, trees }: Scene): void {
  const argument = /^missing FROM-clause entry for table "(.+?)"/.exec(failure.error.message)?.[1];
  const parsed = parseSql(failure.text);
  if (argument === undefined || !parsed.ok) return;
  walk(parsed.trees, (node, kind) => {
    if (kind !== 'FunctionParameter' || node.name !== argument) return;
    const name = stringsOf((node.argType as AnyNode).names)
      .map(quoteIdentifier)
      .join('.');
    if (!assumptions.others.delete(`type ${name}`) && !assumptions.tables.has(name)) return;
    const { columns } = assumeTable(assumptions, name);
    walk(trees, (inner, what) => {
      const [row, column] = what === 'ColumnRef' ? stringsOf(inner.fields) : [];
      if (row === argument && column !== undefined && !columns.has(column))
        columns.set(column, guessType(column, trees));
    });
  });
}

/** Assumes the other missing relations of the statement, which the server would report next. */
function learnOthers(scene: Scene): void {
  const { failure, pending } = scene;
  for (const name of relationsAsked(scene.trees)) {
    const last = bareName(name);
    const isMade = pending.has(last.toLowerCase()) || failure.changes.has(last.toLowerCase());
    if (isMade || knownTable(scene, name) !== undefined || isOwn(scene, last, relations)) continue;
    assumeRelation(scene, 'relation', splitIdentifier(name).join('.'));
  }
}

/** Assumes a relation; `said` is its name in the message of the server. */
export function assumeRelation(scene: Scene, said: string, called: string): void {
  const { assumptions, failure } = scene;
  const parts = partsOf(scene, called);
  const name = parts.map(quoteIdentifier).join('.');
  const isKnown = ['index', 'partition'].some((what) => assumptions.others.has(`${what} ${name}`));
  if (isKnown || assumptions.refuted.has(`table ${name}`)) return;
  const word = said === 'relation' ? relationWord(failure, parts.at(-1) ?? called) : said;
  if (failure.head.startsWith('ALTER TYPE')) {
    assume(assumptions, 'type', `type ${name}`, `CREATE TYPE ${name} AS ()`);
    return;
  }
  const schema = parts.at(-2);
  if (schema !== undefined && schema !== 'public')
    assume(
      assumptions,
      'schema',
      `schema ${schema}`,
      `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`,
    );
  if (word === 'sequence') {
    assume(assumptions, 'sequence', `sequence ${name}`, `CREATE SEQUENCE ${name}`);
    return;
  }
  if (word === 'view' || word === 'materialized view') {
    assume(
      assumptions,
      'rest',
      `${word} ${name}`,
      `CREATE ${word.toUpperCase()} ${name} AS SELECT 1::bigint AS id${word === 'view' ? '' : `;\nCREATE UNIQUE INDEX ON ${name} (id)`}`,
    );
    return;
  }
  if (word === 'index') {
    assumeIndex(scene, name);
    return;
  }
  // What was assumed to be a type of its own is the row type of this table.
  for (const what of ['type', 'domain']) assumptions.others.delete(`${what} ${name}`);
  const table = assumeTable(assumptions, name);
  if (/\bFOREIGN TABLE\b/.test(failure.head)) {
    table.server = 'assumed_server';
    assumeServer(assumptions, table.server);
  }
  partitionFor(scene, table.name);
}

/** An assumed index needs a table: the one that the statement names, else a new one. */
function assumeIndex({ assumptions, trees }: Scene, name: string): void {
  let table: string | undefined;
  let isKept = true;
  walk(trees, (node, kind) => {
    // A primary key may be what makes its columns NOT NULL.
    if (kind === 'Constraint' && node.contype === 'CONSTR_PRIMARY') isKept = false;
    if ((kind === 'AlterTableStmt' && node.objtype === 'OBJECT_TABLE') || kind === 'ClusterStmt')
      table = relationName(node.relation);
  });
  const own = table ?? splitIdentifier(name).at(-1)?.concat('_table') ?? name;
  const on = table ?? [...splitIdentifier(name).slice(0, -1), own].map(quoteIdentifier).join('.');
  const { columns, name: at } = assumedTable(assumptions, on) ?? assumeTable(assumptions, on);
  const column = `${bareName(name)}_key`;
  columns.set(column, isKept ? 'bigint NOT NULL' : 'bigint');
  const bare = quoteIdentifier(bareName(name));
  const unique = table === undefined ? '' : 'UNIQUE ';
  assume(
    assumptions,
    'rest',
    `index ${name}`,
    `CREATE ${unique}INDEX ${bare} ON ${at} (${quoteIdentifier(column)})`,
  );
}

/** CLUSTER without an index uses the one of the last CLUSTER, so one is assumed. */
export function learnClustering({ assumptions, failure }: Scene): void {
  const name = /clustered index for table "(.+?)"/.exec(failure.error.message)?.[1] ?? '';
  const table = assumedTable(assumptions, fromServer(name));
  if (table === undefined) return;
  const [key] = table.columns.keys();
  if (key === undefined) table.columns.set('id', 'bigint');
  const index = quoteIdentifier(`${bareName(table.name)}_clustered`);
  assume(
    assumptions,
    'rest',
    `index ${index}`,
    `CREATE INDEX ${index} ON ${table.name} (${quoteIdentifier(key ?? 'id')});\nALTER TABLE ${table.name} CLUSTER ON ${index}`,
  );
}

/** PARTITION OF, ATTACH and DETACH PARTITION need a partitioned table, and DETACH also a partition of it. */
function partitionFor({ assumptions, trees }: Scene, name: string): void {
  walk(trees, (node, kind) => {
    if (kind === 'CreateStmt' && node.partbound !== undefined) {
      const [parent] = (node.inhRelations ?? []) as readonly unknown[];
      if (relationName(byKind(parent).RangeVar) === name)
        partition(assumeTable(assumptions, name), node.partbound as AnyNode);
    }
    if (kind !== 'AlterTableStmt' || relationName(node.relation) !== name) return;
    walk(node.cmds, (command, what) => {
      if (what !== 'PartitionCmd') return;
      const part = relationName(command.name);
      const table = assumeTable(assumptions, name);
      const bound = command.bound as AnyNode | undefined;
      for (const [column, own] of assumedTable(assumptions, part ?? '')?.columns ?? [])
        if (!table.columns.has(column)) table.columns.set(column, own);
      partition(table, bound);
      if (part === undefined) return;
      if (bound === undefined)
        assume(
          assumptions,
          'rest',
          `partition ${part}`,
          `CREATE TABLE ${part} PARTITION OF ${name} FOR VALUES ${someBound(table)}`,
        );
      else for (const [column, own] of table.columns) assumeTable(assumptions, part).columns.set(column, own);
    });
  });
}

function partition(table: AssumedTable, bound: AnyNode | undefined): void {
  if (bound === undefined && table.partitioning !== undefined) return;
  if (table.columns.size === 0) table.columns.set('id', bound === undefined ? 'bigint' : boundType(bound));
  const [key = 'id'] = table.columns.keys();
  const strategy = bound?.strategy === 'l' ? 'LIST' : bound?.strategy === 'h' ? 'HASH' : 'RANGE';
  table.partitioning = `PARTITION BY ${strategy} (${quoteIdentifier(key)})`;
}

/** A bound that probably no partition of the history has. */
function someBound({ columns, partitioning = '' }: AssumedTable): string {
  if (partitioning.includes('HASH')) return 'WITH (MODULUS 1000, REMAINDER 999)';
  const [type = ''] = columns.values();
  const [from, to] = type.startsWith('timestamp') ? ["'0001-01-01'", "'0001-01-02'"] : ["'-2'", "'-1'"];
  return partitioning.includes('LIST') ? `IN (${from})` : `FROM (${from}) TO (${to})`;
}

function boundType(bound: AnyNode): string {
  let type = 'bigint';
  walk([bound.lowerdatums, bound.listdatums], (node, kind) => {
    if (kind !== 'A_Const' || node.sval === undefined) return;
    const text = (node.sval as { sval?: string }).sval ?? '';
    type = /^\d{4}-\d\d-\d\d/.test(text) ? 'timestamptz' : 'text';
  });
  return type;
}

/** 42809: a table that is partitioned further down, or an index of one. */
export function learnPartitions(scene: Scene): void {
  if (scene.failure.head.startsWith('ALTER INDEX')) {
    learnAttached(scene);
    return;
  }
  const { message, table } = scene.failure.error;
  const name = /"(.+?)"/.exec(message)?.[1] ?? table;
  const known = name === undefined ? undefined : assumedTable(scene.assumptions, quoteIdentifier(name));
  if (known !== undefined) partitionFor(scene, known.name);
}
