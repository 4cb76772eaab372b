import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Definition, Fact } from '../../model/schema.ts';
import { leadingName } from '../../postgres/identifier.ts';
import { changedEntries, changeOwner, differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { optionChanges, optionList } from '../options.ts';
import { usualStorage } from './columns/column-settings.ts';
import { hazardsOfLeaving } from './hazards/hazard.ts';
import { columnNames } from './view.ts';
import { assertInOrder, goneUnderAliases } from './views/aliased-columns.ts';

/** https://www.postgresql.org/docs/18/sql-creatematerializedview.html */
export const materializedViewRules: KindRules = {
  rank: 705,
  isRelation: true,
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
      ...identityChange({}, fact),
      ...columnChanges([], fact, context),
      ...giveOwner(fact),
    ];
  },
  waitsFor: (fact, context) => [...grantsThroughViews(fact, context), ...goneUnderAliases(fact, context)],
  drop: (fact, context) => [
    { sql: `DROP MATERIALIZED VIEW ${fact.name}`, hazards: hazardsOfLeaving(fact, context) },
  ],
  alter: (before, after, context) => {
    if (
      !differsOnlyIn(before.definition, after.definition, [
        'owner',
        'options',
        'accessMethod',
        'tablespace',
        'replicaIdentity',
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
      ...identityChange(was, after),
      ...columnChanges(list(was, 'columnSettings'), after, context),
    ];
  },
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

/** CREATE MATERIALIZED VIEW runs the query: the owners of the views in it need their privileges on what these read. */
function grantsThroughViews(fact: Fact, context: Context): readonly ObjectId[] {
  const grants: ObjectId[] = [];
  const views = new Set(viewsReadBy(fact, context));
  for (const view of views) {
    const read = view.definition.owner === undefined ? [] : view.dependsOn;
    const relations = read.flatMap((id) => [id, context.to.facts.get(id)?.parent ?? id]);
    grants.push(...relations.map((id) => objectId('acl', id)).filter((id) => context.to.facts.has(id)));
    // Each view once, however many ways lead to it: the walk goes on with what is added.
    for (const below of viewsReadBy(view, context)) views.add(below);
  }
  return grants;
}

function viewsReadBy({ dependsOn }: Fact, { to }: Context): readonly Fact[] {
  return dependsOn.flatMap((id) => {
    const fact = to.facts.get(id);
    return fact?.kind === 'view' ? [fact] : [];
  });
}

function identityChange(was: Definition, { name, definition: is }: Fact): string[] {
  if (was.replicaIdentity === is.replicaIdentity) return [];
  return [`ALTER MATERIALIZED VIEW ${name} REPLICA IDENTITY ${is.replicaIdentity ?? 'DEFAULT'}`];
}

/** Entries are `column SETTING value`; the names of attribute options are in lower case. */
function columnChanges(was: readonly string[], fact: Fact, context: Context): string[] {
  const is = list(fact.definition, 'columnSettings');
  const subject = (entry: string) => entry.slice(0, entry.lastIndexOf(' '));
  const { gone, set } = changedEntries(was, is, subject);
  const clause = (entry: string, value: string | undefined) => {
    const column = subject(entry);
    const setting = entry.slice(column.length + 1);
    return `ALTER COLUMN ${column} ${settingClause(setting, value ?? usual(setting, column, fact, context))}`;
  };
  return [
    ...gone.map((entry) => clause(entry, undefined)),
    ...set.map((entry) => clause(subject(entry), entry.slice(entry.lastIndexOf(' ') + 1))),
  ].map((change) => `ALTER MATERIALIZED VIEW ${fact.name} ${change}`);
}

function settingClause(setting: string, value: string | undefined): string {
  if (/^[A-Z]/.test(setting)) return `SET ${setting} ${value}`;
  return value === undefined ? `RESET (${setting})` : `SET (${setting} = ${value})`;
}

/** The default of a setting; undefined for an attribute option, which is RESET. */
function usual(setting: string, column: string, { definition }: Fact, { from }: Context): string | undefined {
  if (setting === 'STATISTICS') return '-1';
  if (setting === 'COMPRESSION') return 'DEFAULT';
  if (setting !== 'STORAGE') return undefined;
  const whole = list(definition, 'columns').find((entry) => leadingName(entry) === column) ?? '';
  return usualStorage(whole.slice(column.length + 1), from.serverVersion);
}
