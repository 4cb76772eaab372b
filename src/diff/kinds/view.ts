import { type Fact, isSameProperty } from '../../model/schema.ts';
import { leadingName } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { optionChanges, optionList } from '../options.ts';
import { hazardsOfLeaving } from './hazards/hazard.ts';
import { assertInOrder, goneUnderAliases } from './views/aliased-columns.ts';

/** https://www.postgresql.org/docs/18/sql-createview.html */
export const viewRules: KindRules = {
  rank: 700,
  isRelation: true,
  create: (fact, context) => {
    assertInOrder(fact, context);
    return [
      viewSql(fact, context.isSketched(fact.id) ? 'CREATE OR REPLACE VIEW' : 'CREATE VIEW'),
      ...giveOwner(fact),
    ];
  },
  drop: (fact, context) => [{ sql: `DROP VIEW ${fact.name}`, hazards: hazardsOfLeaving(fact, context) }],
  alter: (before, after, context) => {
    if (!extendsColumns(before, after) || goneUnderAliases(after, context).length > 0) return 'replace';
    const isSameQuery = isSameProperty(before.definition.query, after.definition.query);
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
  waitsFor: goneUnderAliases,
  replacedOnCycle: 'first',
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

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

/** Only a VALUES query has no column names of its own. */
export function columnNames({ definition }: Fact): string {
  if (!/^\s*VALUES /.test(String(definition.query))) return '';
  return ` (${list(definition, 'columns').map(leadingName).join(', ')})`;
}

/** CREATE OR REPLACE VIEW can only append columns. */
function extendsColumns(before: Fact, after: Fact): boolean {
  const [was, is] = [list(before.definition, 'columns'), list(after.definition, 'columns')];
  return was.length <= is.length && was.every((column, i) => column === is[i]);
}
