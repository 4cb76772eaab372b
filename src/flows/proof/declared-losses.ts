import type { Session } from '../../db/session.ts';
import { nameOf } from '../../model/object-id.ts';
import type { Plan, Step } from '../../model/plan.ts';
import { quoteIdentifier, splitLast } from '../../postgres/identifier.ts';
import type { LostRows } from './row-counts.ts';

/** What tables are called, by their oids, which stay when names change. */
type TableNames = ReadonlyMap<number, NamedTable>;

interface NamedTable {
  readonly oid: number;
  /** Qualified and quoted. */
  readonly name: string;
  /** The oids of the tables that it inherits from, at any remove. */
  readonly ancestors: readonly number[];
  readonly isPartition: boolean;
}

export async function readTableNames(session: Session): Promise<TableNames> {
  const tables = await session.query<NamedTable>(`
    SELECT c.oid::int8 AS oid, format('%I.%I', n.nspname, c.relname) AS name, c.relispartition AS "isPartition",
      (WITH RECURSIVE above AS (
         SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid
         UNION SELECT i.inhparent FROM pg_inherits i JOIN above ON i.inhrelid = above.inhparent)
       SELECT coalesce(json_agg(inhparent::int8), '[]') FROM above) AS ancestors
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p')`);
  return new Map(tables.map((table) => [table.oid, table]));
}

/** The changed values of tables of which no step of the plan says that it destroys anything: triggers of a table change its other columns. */
export function undeclaredChanges(
  changed: readonly LostRows[],
  { steps }: Plan,
  before: TableNames,
  after: TableNames,
): readonly LostRows[] {
  const destroyed = destroyedNames(steps);
  const named = (oid: number) => (after.get(oid) ?? before.get(oid))?.name;
  return changed.filter(({ oid }) => {
    const family = [oid, ...(before.get(oid)?.ancestors ?? [])].map(named);
    return !destroyed.some((name) => family.includes(name) || family.includes(splitLast(name)[0]));
  });
}

/** What steps say that they destroy data of. */
function destroyedNames(steps: readonly Step[]): readonly string[] {
  return steps
    .filter(({ hazards }) => hazards.some(({ kind }) => kind === 'destroys-data'))
    .map(({ object }) => nameOf(object));
}

/** The losses of which no step of the plan says that it destroys this data. */
export function undeclaredLosses(
  losses: readonly LostRows[],
  { steps }: Plan,
  before: TableNames,
  after: TableNames,
): readonly LostRows[] {
  const destroyed = new Set(destroyedNames(steps));
  // Steps speak of what is renamed by its new name, and of what is dropped by the only one it had.
  const named = (oid: number) => (after.get(oid) ?? before.get(oid))?.name;
  return losses.filter(({ oid, column, columnAfter = column }) => {
    // What a partitioned table loses may be said of the partitions that held it.
    const holders = [oid, ...partitionsOf(oid, before)];
    if (holders.some((one) => destroyed.has(`${named(one)}`))) return false;
    if (columnAfter === undefined) return true;
    // What is done to a column of a parent is done to those of its children, and said once.
    const family = [...holders, ...(before.get(oid)?.ancestors ?? [])];
    return !family.some((one) => destroyed.has(`${named(one)}.${quoteIdentifier(columnAfter)}`));
  });
}

/** The partitions of a table on all levels; none of a table that only others inherit from. */
function partitionsOf(table: number, names: TableNames): readonly number[] {
  return [...names.values()]
    .filter(({ isPartition, ancestors }) => isPartition && ancestors.includes(table))
    .map(({ oid }) => oid);
}
