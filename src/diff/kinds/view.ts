import { StrataError } from '../../model/errors.ts';
import { nameOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { identifierPattern, lastPart } from '../../postgres/identifier.ts';
import { leadingName } from '../address.ts';
import {
  changeOwner,
  differsOnlyIn,
  giveOwner,
  isEqual,
  list,
  optionChanges,
  optionList,
} from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { columnsAfter, comeInOrder } from './column-order.ts';
import { usualStorage } from './column-settings.ts';
import { goingColumns, tablesNamed } from './tree.ts';

/** https://www.postgresql.org/docs/18/sql-createview.html */
export const viewRules: KindRules = {
  rank: 700,
  create: (fact, context) => {
    assertInOrder(fact, context);
    return [
      viewSql(fact, context.isSketched(fact.id) ? 'CREATE OR REPLACE VIEW' : 'CREATE VIEW'),
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP VIEW ${fact.name}`],
  alter: (before, after, context) => {
    if (!extendsColumns(before, after) || goneUnderAliases(after, context).length > 0) return 'replace';
    const isSameQuery = isEqual(before.definition.query, after.definition.query);
    if (!isSameQuery) assertInOrder(after, context);
    const options = optionChanges(list(before.definition, 'options'), list(after.definition, 'options'));
    return [
      ...(isSameQuery
        ? options.map((clause) => `ALTER VIEW ${after.name} ${clause}`)
        : [viewSql(after, 'CREATE OR REPLACE VIEW')]),
      ...changeOwner(before, after),
    ];
  },
  sketch: (fact, isThere) => {
    const columns = list(fact.definition, 'columns').map(nullColumn);
    return [`CREATE ${isThere ? 'OR REPLACE ' : ''}VIEW ${fact.name} AS\nSELECT ${columns.join(',\n  ')}`];
  },
  after: goneUnderAliases,
  madeAnew: 'first',
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

/**
 * Columns that go from a table of which a query names all columns anew, by their position: `FROM t x(a, b)`. Made before, it
 * would count them too.
 */
function goneUnderAliases(fact: Fact, context: Context): readonly ObjectId[] {
  return tablesNamed(fact, context).flatMap((table) => {
    const going = goingColumns(table, context);
    return going.length > 0 && namesAnew(fact, table) ? going : [];
  });
}

/** What a query means by a position is another column where the table's columns come to stand otherwise: nobody would see that. */
function assertInOrder(fact: Fact, context: Context): void {
  const table = tablesNamed(fact, context).find(
    (named) => !context.isCreated(named) && namesAnew(fact, named) && !comeInOrder(named, context),
  );
  if (table === undefined) return;
  const [first] = columnsAfter(table, context);
  throw new StrataError(
    'project',
    `${fact.name} calls the columns of ${nameOf(table)} by other names, in their order, and that will be another one`,
    {
      hint: `Name them in its query instead, as in FROM (SELECT ${lastPart(first!.name)} AS a, ... FROM ${nameOf(table)}) AS x.`,
    },
  );
}

const aliases = String.raw`${identifierPattern}\(`;
const aliasesFirst = new RegExp(`^${aliases}`);
const aliasesOfJoin = new RegExp(String.raw`\bJOIN [^()]*(?:\([^()]*\))?\) ${aliases}`);

function namesAnew({ definition }: Fact, table: ObjectId): boolean {
  const query = String(definition.query);
  const [, ...mentions] = query.split(`${nameOf(table)} `);
  return aliasesOfJoin.test(query) || mentions.some((rest) => aliasesFirst.test(rest));
}

/** `name type` and `name type COLLATE collation` as a column without a value. */
function nullColumn(column: string): string {
  const [, name, type, collation] = /^("(?:[^"]|"")*"|\S+) (.*?)( COLLATE .*)?$/s.exec(column) ?? [];
  return `NULL::${type}${collation ?? ''} AS ${name}`;
}

function viewSql(fact: Fact, verb: string): string {
  const options = list(fact.definition, 'options');
  const plain = options.filter((option) => !option.startsWith('check_option='));
  const check = options.find((option) => option.startsWith('check_option='))?.slice('check_option='.length);
  const clause = plain.length === 0 ? '' : ` WITH (${optionList(plain)})`;
  const suffix = check === undefined ? '' : `\n  WITH ${check.toUpperCase()} CHECK OPTION`;
  return `${verb} ${fact.name}${columnNames(fact)}${clause} AS\n${fact.definition.query}${suffix}`;
}

/** Only a query in the form of `VALUES` says no names of its own. */
function columnNames({ definition }: Fact): string {
  if (!/^\s*VALUES /.test(String(definition.query))) return '';
  return ` (${list(definition, 'columns').map(leadingName).join(', ')})`;
}

/** CREATE OR REPLACE VIEW can only append columns. */
function extendsColumns(before: Fact, after: Fact): boolean {
  const [was, is] = [list(before.definition, 'columns'), list(after.definition, 'columns')];
  return was.length <= is.length && was.every((column, i) => column === is[i]);
}

/** https://www.postgresql.org/docs/18/sql-creatematerializedview.html */
export const materializedViewRules: KindRules = {
  rank: 705,
  create: (fact, context) => {
    assertInOrder(fact, context);
    const { accessMethod, tablespace, query } = fact.definition;
    const options = list(fact.definition, 'options');
    const clauses = [
      accessMethod === undefined ? '' : ` USING ${accessMethod}`,
      options.length === 0 ? '' : ` WITH (${optionList(options)})`,
      tablespace === undefined ? '' : ` TABLESPACE ${tablespace}`,
    ].join('');
    const data = fact.remarks?.populated === false ? '\n  WITH NO DATA' : '';
    return [
      `CREATE MATERIALIZED VIEW ${fact.name}${columnNames(fact)}${clauses} AS\n${query}${data}`,
      ...settingChanges([], fact, context),
      ...giveOwner(fact),
    ];
  },
  after: (fact, context) => [...grantsThroughViews(fact, context), ...goneUnderAliases(fact, context)],
  drop: (fact) => [`DROP MATERIALIZED VIEW ${fact.name}`],
  alter: (before, after, context) => {
    if (
      !differsOnlyIn(before.definition, after.definition, [
        'owner',
        'options',
        'accessMethod',
        'tablespace',
        'columnSettings',
      ])
    ) {
      return 'replace';
    }
    const [was, is] = [before.definition, after.definition];
    const alter = (clause: string) => `ALTER MATERIALIZED VIEW ${after.name} ${clause}`;
    return [
      ...changeOwner(before, after),
      ...optionChanges(list(was, 'options'), list(is, 'options')).map(alter),
      ...(was.accessMethod === is.accessMethod
        ? []
        : [alter(`SET ACCESS METHOD ${is.accessMethod ?? 'heap'}`)]),
      ...(was.tablespace === is.tablespace ? [] : [alter(`SET TABLESPACE ${is.tablespace ?? 'pg_default'}`)]),
      ...settingChanges(list(was, 'columnSettings'), after, context),
    ];
  },
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

/** The query runs when it is made: who owns a view that it reads must have been let into what that view reads. */
function grantsThroughViews({ dependsOn }: Fact, context: Context): readonly ObjectId[] {
  const views = dependsOn.flatMap((id) => {
    const fact = context.to.facts.get(id);
    return fact?.kind === 'view' ? [fact] : [];
  });
  return views.flatMap((view) => {
    const read = view.definition.owner === undefined ? [] : view.dependsOn;
    const relations = read.flatMap((id) => [id, context.to.facts.get(id)?.parent ?? id]);
    return [...relations.map((id) => objectId('acl', id)), ...grantsThroughViews(view, context)];
  });
}

/** Entries are `column SETTING value`; what a column's own options are called is in lower case. */
function settingChanges(was: readonly string[], fact: Fact, context: Context): string[] {
  const is = list(fact.definition, 'columnSettings');
  const subject = (entry: string) => entry.slice(0, entry.lastIndexOf(' '));
  const kept = new Set(is.map(subject));
  const clause = (entry: string, value: string | undefined) => {
    const column = subject(entry);
    const setting = entry.slice(column.length + 1);
    return `ALTER COLUMN ${column} ${settingClause(setting, value ?? usual(setting, column, fact, context))}`;
  };
  return [
    ...was.map(subject).flatMap((entry) => (kept.has(entry) ? [] : [clause(entry, undefined)])),
    ...is
      .filter((entry) => !was.includes(entry))
      .map((entry) => clause(subject(entry), entry.slice(entry.lastIndexOf(' ') + 1))),
  ].map((change) => `ALTER MATERIALIZED VIEW ${fact.name} ${change}`);
}

function settingClause(setting: string, value: string | undefined): string {
  if (/^[A-Z]/.test(setting)) return `SET ${setting} ${value}`;
  return value === undefined ? `RESET (${setting})` : `SET (${setting} = ${value})`;
}

/** What a setting is when nobody has said it; undefined of an option, which is reset. */
function usual(setting: string, column: string, { definition }: Fact, { from }: Context): string | undefined {
  if (setting === 'STATISTICS') return '-1';
  if (setting === 'COMPRESSION') return 'DEFAULT';
  if (setting !== 'STORAGE') return undefined;
  const whole = list(definition, 'columns').find((entry) => leadingName(entry) === column) ?? '';
  return usualStorage(whole.slice(column.length + 1), from.serverVersion);
}
