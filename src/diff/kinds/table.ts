import { nameOf } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { changeOwner, hasChanged, list } from '../definition.ts';
import type { Context, KindRules, Statement, Statements } from '../kind.ts';
import { optionChanges, serverOptionChanges } from '../options.ts';
import { usersOfHolders, withHoldersAsText } from './columns/row-holders.ts';
import { breaksCode, hazard, hazardsOfLeaving, writesAnew } from './hazards/hazard.ts';
import { hazardsOfTakeover, lossAfterTakeover } from './hazards/partition-hazards.ts';
import { createTable, security } from './tables/create-table.ts';
import { carrierOf } from './tables/kept-rows.ts';
import { keepSequences, switchedBefore } from './tables/persistence.ts';
import { refillTable } from './tables/refill.ts';
import { keysToBefore, linkBefore, wholesAbove } from './trees/partitions.ts';
import { neededForTakeover, takeoverOfRows, takeRowsOver } from './trees/taken-over-rows.ts';

/** Tables, partitioned and foreign ones too. https://www.postgresql.org/docs/18/sql-createtable.html */
export const tableRules: KindRules = {
  rank: 500,
  isRelation: true,
  create: createTable,
  drop: dropTable,
  outlives: ({ id }, context) => {
    const takeover = takeoverOfRows(id, context);
    return takeover === undefined ? [] : neededForTakeover(takeover, context);
  },
  alter: alterTable,
  refill: refillTable,
  waitsFor: switchedBefore,
  replacedAround: (fact, context) => (isWrittenAnew(fact, context) ? usersOfHolders(fact.id, context) : []),
  slots: (fact) => [`relation ${fact.name}`, `type ${fact.name}`],
};

function isWrittenAnew(fact: Fact, { from }: Context): boolean {
  const before = from.facts.get(fact.id);
  return before !== undefined && ['unlogged', 'accessMethod'].some((name) => hasChanged(before, fact, name));
}

function dropTable(fact: Fact, context: Context): Statements {
  if (fact.kind !== 'table')
    return [
      ...leaveReferenced(fact, context),
      { sql: `DROP FOREIGN TABLE ${fact.name}`, hazards: hazardsOfLeaving(fact, context) },
    ];
  const drop = `DROP TABLE ${fact.name}`;
  const takeover = takeoverOfRows(fact.id, context);
  if (takeover === undefined)
    return [...leaveReferenced(fact, context), { sql: drop, hazards: lossOfTable(fact, context) }];
  if (!isStored(fact)) return [{ sql: drop, hazards: [breaksCode(fact.name)] }];
  const sql = takeRowsOver(fact, takeover, context);
  return [
    { sql, hazards: hazardsOfTakeover(fact, takeover, context) },
    { sql: drop, hazards: lossAfterTakeover(fact, takeover, context) },
  ];
}

/** What is lost with a table. A partitioned one that is replaced gets its partitions back. */
function lossOfTable({ id, name, definition }: Fact, context: Context): Hazard[] {
  if (carrierOf(id, context) !== undefined) return context.isReplaced(id) ? [] : [breaksCode(name)];
  const isEmptied = definition.partitionKey === undefined || !context.isReplaced(id);
  return [
    ...(isEmptied
      ? [hazard('destroys-data', `All rows of ${name} are lost.`, { from: { table: name } })]
      : []),
    breaksCode(name),
    hazard('irreversible', `${name} cannot be brought back with its rows.`),
  ];
}

/**
 * Detaches a partition before it is dropped where a foreign key references the partitioned table: PostgreSQL refuses the drop
 * otherwise.
 */
function leaveReferenced(fact: Fact, context: Context): string[] {
  const link = linkBefore(fact.id, context);
  const above = link === undefined ? [] : wholesAbove(link, context);
  const [whole] = above;
  if (whole === undefined || !above.some((id) => keysToBefore(id, context).length > 0)) return [];
  return [`ALTER TABLE ${nameOf(whole)} DETACH PARTITION ${fact.name}`];
}

/** Whether it holds rows itself: a foreign table's are elsewhere, a partitioned table's in its partitions. */
function isStored({ kind, definition }: Fact): boolean {
  return kind === 'table' && definition.partitionKey === undefined;
}

function alterTable(before: Fact, after: Fact, context: Context): Statements | 'replace' {
  for (const property of ['partitionKey', 'server'])
    if (hasChanged(before, after, property)) return 'replace';
  const name = after.name;
  const [was, is] = [before.definition, after.definition];
  const set = (clause: string) => `ALTER TABLE ${name} ${clause}`;
  const statements: (string | Statement)[] = [...changeOwner(before, after, `TABLE ${name}`)];
  const rewrite = (words: string, value = '') => ({
    sql: set(words + value),
    hazards: isStored(after) ? writesAnew(name, words) : [],
  });
  const rewrites: (string | Statement)[] = [];
  if (was.unlogged !== is.unlogged)
    rewrites.push(rewrite(is.unlogged ? 'SET UNLOGGED' : 'SET LOGGED'), ...keepSequences(after, context));
  if (was.accessMethod !== is.accessMethod)
    rewrites.push(
      rewrite('SET ACCESS METHOD', ` ${is.accessMethod ?? (is.partitionKey ? 'DEFAULT' : 'heap')}`),
    );
  if (rewrites.length > 0) statements.push(...withHoldersAsText(after.id, context, rewrites));
  if (was.tablespace !== is.tablespace)
    statements.push(rewrite('SET TABLESPACE', ` ${is.tablespace ?? 'pg_default'}`));
  statements.push(
    ...optionChanges(list(was, 'options'), list(is, 'options')).map(set),
    ...optionChanges(list(was, 'toastOptions'), list(is, 'toastOptions'), 'toast.').map(set),
    ...security(name, was, is),
  );
  const options = serverOptionChanges(list(was, 'serverOptions'), list(is, 'serverOptions'));
  if (options !== '') statements.push(`ALTER FOREIGN TABLE ${name} ${options}`);
  return statements;
}
