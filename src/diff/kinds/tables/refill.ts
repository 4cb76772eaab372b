import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Refill, Statements } from '../../kind.ts';
import { columnsBefore } from '../columns/table-columns.ts';
import { hazardsOfCopying, hazardsOfReturning, lossOnReturn } from '../hazards/kept-rows-hazards.ts';
import { countOn, goOnCounting } from '../sequences/identity.ts';
import { nameAside } from '../shared/aside.ts';
import { hasChildren } from '../trees/partitions.ts';
import { askedOnce } from '../trees/tree.ts';
import { insertRows, listOf } from './insert-rows.ts';
import { type KeptRows, keptRows, neededForRows, waitingForRows } from './kept-rows.ts';

/** How a table that is replaced gets its rows back; undefined where it does not. */
export const refillTable = askedOnce(
  ({ state }) => state,
  (table, context): Refill | undefined => {
    const kept = keptRows(table, context);
    if (kept === undefined) return undefined;
    const columns = columnsBefore(table.id, context);
    return {
      save: saveRows(table, kept, context),
      fill: putBack(table, kept, context),
      goneBefore: kept.leaving.flatMap(withLink),
      goneAfter: [table.id, ...columns.map(({ id }) => id), ...kept.going.flatMap(withLink)],
      needed: neededForRows(kept, context),
      waiting: waitingForRows(kept, context),
    };
  },
);

function withLink(partition: ObjectId): readonly ObjectId[] {
  return [partition, objectId('partition', nameOf(partition))];
}

/**
 * Copies the rows, and how far identities have counted. The lock keeps others from writing what the copy would miss; it comes second,
 * since LOCK TABLE is refused as the first statement of a pipeline.
 */
function saveRows(table: Fact, { columns }: KeptRows, context: Context): Statements {
  const names = listOf(columns);
  const only = hasChildren(table.id, context) ? 'ONLY ' : '';
  const aside = asideOf(table.name, context);
  const select = `SELECT ${names} FROM ${only}${table.name}`;
  return [
    `CREATE TABLE ${aside} AS ${select} WITH NO DATA`,
    `LOCK TABLE ${only}${table.name} IN ACCESS EXCLUSIVE MODE`,
    { sql: `INSERT INTO ${aside} ${select}`, hazards: hazardsOfCopying(table, aside) },
    ...counters(columns, context).map(
      ({ was }) => `CREATE TABLE ${asideOf(was, context)} AS SELECT last_value, is_called FROM ${was}`,
    ),
  ];
}

function putBack(table: Fact, kept: KeptRows, context: Context): Statements {
  const { columns, condition } = kept;
  const aside = asideOf(table.name, context);
  const where = condition === undefined ? '' : ` WHERE ${condition}`;
  return [
    {
      sql: insertRows(table.id, columns, `${aside}${where}`, context),
      hazards: hazardsOfReturning(table, kept, context),
    },
    { sql: `DROP TABLE ${aside}`, hazards: lossOnReturn(table, kept, context) },
    ...counters(columns, context).flatMap(({ column, was }): Statements => {
      const [before, after] = [context.from, context.to].map(({ facts }) => facts.get(column.id)!);
      const saved = asideOf(was, context);
      return [...goOnCounting(before!.definition, after!.definition, saved), `DROP TABLE ${saved}`];
    }),
    ...newCounters(columns, context).map((column) => countOn(column.name, column.definition, context)),
  ];
}

function asideOf(name: string, context: Context): string {
  return `${splitLast(name)[0]}.${nameAside(name, name, context)}`;
}

interface Counter {
  readonly column: Fact;
  /** The sequence before the change. */
  readonly was: string;
}

/** The identities that go on where they were. */
function counters(columns: readonly Fact[], { from }: Context): readonly Counter[] {
  return columns.flatMap((column) => {
    const was = from.facts.get(column.id)?.definition.identitySequence;
    return was === undefined || column.definition.identity === undefined
      ? []
      : [{ column, was: String(was) }];
  });
}

/** The identities that columns have for the first time. */
function newCounters(columns: readonly Fact[], context: Context): readonly Fact[] {
  const old = counters(columns, context).map(({ column }) => column);
  return columns.filter((column) => column.definition.identity !== undefined && !old.includes(column));
}
