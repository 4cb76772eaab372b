import { objectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { Schema } from '../../model/schema.ts';
import { bareName, lastPart, quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { rowCopy } from '../../rules/reading/row-copies.ts';
import { alterations, statementsOf } from '../../rules/reading/trees.ts';
import { droppedNames, partitionOf } from '../../sql/clauses.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList, shown } from '../../sql/relations.ts';
import type { FormerNames } from './former-names.ts';
import { lostOnTheWay, type MovedRows } from './moved-rows.ts';
import { tablesAbove } from './partitions-above.ts';
import type { RowLoss } from './row-losses.ts';

/** Rows of a partition that a statement inserts into the table that it has left, so that they are kept when it is dropped. */
export interface CopiedRows {
  readonly act: Act;
  readonly copied: Named;
  readonly moved: MovedRows;
  /** What is true of the rows, as the statement says it; undefined where all are meant. */
  readonly where: string | undefined;
  /** The partitions that have left the table before, in the same transaction. */
  readonly detached: readonly Named[];
}

/**
 * Every `INSERT INTO t (x, y) SELECT x, y FROM p` behind a DETACH PARTITION of t, as plans write it where others take over the bounds
 * of a partition; not where something later takes rows out of other tables, since the rows may be there by then. `loadParser` must
 * have been awaited.
 */
export function copiedRows(
  subject: Subject,
  losses: readonly RowLoss[],
  from: number,
): readonly CopiedRows[] {
  const copies = subject.acts
    .filter(({ at, text }) => at >= from && shape.test(text))
    .flatMap((act) => copiedBy(subject, act) ?? []);
  if (copies.length === 0) return [];
  const left = copies.flatMap(({ copied, detached }) => [copied, ...detached]);
  const taken = [...losses.filter(({ moved }) => moved === undefined), ...drops(subject, from)]
    .filter(({ table }) => !left.some((one) => isSame(one, table)))
    .map(({ act }) => act);
  return copies.filter(({ act }) => !taken.some((later) => compareActs(later, act) > 0));
}

function drops(subject: Subject, from: number): readonly { readonly act: Act; readonly table: Named }[] {
  return [...statementsOf(subject, 'DropStmt', /^DROP TABLE\b/)]
    .filter(({ act }) => act.at >= from)
    .flatMap(({ act, node }) => droppedNames(node).map((parts) => ({ act, table: namedByList(parts) })));
}

const shape = /^INSERT\s+INTO\s[^(]+\([^()]*\)\s*(?:OVERRIDING\s+SYSTEM\s+VALUE\s+)?SELECT\b/i;

function copiedBy(subject: Subject, act: Act): CopiedRows | undefined {
  const copy = rowCopy(act);
  if (copy === undefined) return undefined;
  const { into, copied, columns, where } = copy;
  const detached = alterations(subject)
    .filter(({ act: { at, index, transaction }, table, command }) => {
      const isBefore = at === act.at && transaction === act.transaction && index < act.index;
      return isBefore && command.subtype === 'AT_DetachPartition' && isSame(table, into);
    })
    .map(({ command }) => namedBy(partitionOf(command)?.name));
  return { act, copied, moved: { into, columns, isDetached: true }, where, detached };
}

/** The schemas that a live database has before and after what is pending. */
interface Schemas {
  readonly before: Schema | undefined;
  readonly after: Schema;
}

/**
 * The question whether rows of a table are lost all the same when it is dropped; undefined where none were copied. `name` is what it
 * is called then, `was` what it is called in the live database.
 */
export function lostThoughCopied(
  { name, was }: { readonly name: string; readonly was: string },
  copies: readonly CopiedRows[],
  schemas: Schemas,
  former: FormerNames,
): string | undefined {
  const { before } = schemas;
  if (before?.facts.get(objectId('table', was))?.definition.partitionKey !== undefined)
    return lostBeside(was, copies, schemas, former);
  const own = copies.filter(({ copied }) => isSame(copied, namedByIdentity(name)));
  const copy = own.find((one) => hasLeft(was, [one], before));
  const moved = copy && arrived(was, copy, schemas);
  if (copy === undefined || moved === undefined) return undefined;
  const lost = lostOnTheWay(copy.copied, moved, former);
  if (copy.where === undefined) return lost;
  return `SELECT (${lost}) OR EXISTS (SELECT FROM ${was} WHERE (${copy.where}) IS NOT TRUE)`;
}

/** The question whether a partitioned table holds rows in other partitions than those that are dropped for themselves. */
function lostBeside(
  was: string,
  copies: readonly CopiedRows[],
  { before }: Schemas,
  former: FormerNames,
): string | undefined {
  const parts = copies
    .map(({ copied }) => former.ofTable(shown(copied)))
    .filter((part) => tablesAbove(part, before).includes(was) && hasLeft(part, copies, before));
  if (parts.length === 0) return undefined;
  const known = parts.map((part) => `${quoteLiteral(part)}::regclass`).join(', ');
  return `SELECT EXISTS (SELECT FROM ${was} WHERE tableoid <> ALL (ARRAY[${known}]::oid[]))`;
}

/** Whether a partition, or one that it is in, has left before its rows were copied. */
function hasLeft(was: string, copies: readonly CopiedRows[], before: Schema | undefined): boolean {
  const tables = [was, ...tablesAbove(was, before)].map(namedByIdentity);
  return copies.some(({ detached }) => detached.some((one) => tables.some((table) => isSame(table, one))));
}

/**
 * The rows with the columns that the other table loses, which is told of as such; undefined where the columns there hold something
 * else in the end.
 */
function arrived(was: string, { moved }: CopiedRows, { before, after }: Schemas): MovedRows | undefined {
  const into = shown(moved.into);
  const typeIn = (schema: Schema | undefined, table: string, column: string) =>
    schema?.facts.get(objectId('column', `${table}.${quoteIdentifier(column)}`))?.definition.type;
  const isKept = (column: string) => {
    const type = typeIn(after, into, column);
    return type !== undefined && type === typeIn(before, was, column);
  };
  if (!moved.columns.every(isKept)) return undefined;
  const own = [...(before?.facts.values() ?? [])].filter(
    ({ parent, kind }) => kind === 'column' && parent === `table:${was}`,
  );
  const others = own
    .map(({ id }) => bareName(lastPart(id)))
    .filter((column) => typeIn(after, into, column) === undefined);
  return { ...moved, columns: [...moved.columns, ...others] };
}
