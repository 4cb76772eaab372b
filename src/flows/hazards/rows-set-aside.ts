import { objectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { Schema } from '../../model/schema.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { isSameFamily } from '../../postgres/types/type-change.ts';
import { lossOf } from '../../postgres/types/type-loss.ts';
import { droppedTables, isCopy, rowsSetAside } from '../../rules/reading/rows-set-aside.ts';
import { alterations } from '../../rules/reading/trees.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { type Named, namedBy, shown } from '../../sql/relations.ts';
import type { FormerNames } from './former-names.ts';
import { tablesAbove } from './partitions-above.ts';
import type { RowLoss } from './row-losses.ts';

/** Rows of a table that lie elsewhere while another takes its place, so that they can be put into that one. */
export interface SavedRows {
  /** What copies them. */
  readonly act: Act;
  readonly saved: Named;
  readonly columns: readonly string[];
  /** What is true of the rows that are put back; undefined where all are meant. */
  readonly where: string | undefined;
  /** The partitions that have left a table before, with their rows. */
  readonly detached: readonly Named[];
}

/**
 * The rows that migrations set aside from one on, and put back; not where something later takes rows out of a table, since these may be
 * there by then. `loadParser` must have been awaited.
 */
export function savedRows(subject: Subject, losses: readonly RowLoss[], from: number): readonly SavedRows[] {
  const emptied = losses.filter(({ moved }) => moved === undefined);
  return rowsSetAside(subject).flatMap(({ save: { act, copied, columns }, back }) => {
    const isLater = (one: { readonly act: Act }) => compareActs(one.act, back.act) > 0;
    const isDropped = droppedTables(subject).some(
      (drop) => isLater(drop) && !isCopy(subject, drop.table, act.at),
    );
    if (act.at < from || isDropped || emptied.some(isLater)) return [];
    const detached = detachedBefore(subject, act, from);
    return [{ act, saved: copied, columns, where: back.where, detached }];
  });
}

function detachedBefore(subject: Subject, before: Act, from: number): readonly Named[] {
  return alterations(subject)
    .filter(({ act, command }) => {
      const isBefore = act.at >= from && compareActs(act, before) < 0;
      return isBefore && command.subtype === 'AT_DetachPartition';
    })
    .map(({ command }) => namedBy(partitionOf(command)?.name));
}

/**
 * The question whether rows of a table are lost all the same when it is dropped; undefined where they were not set aside. `was` is what
 * it is called in the live database.
 */
export function lostThoughSetAside(
  was: string,
  copies: readonly SavedRows[],
  { before, after }: { readonly before: Schema | undefined; readonly after: Schema },
  former: FormerNames,
): string | undefined {
  const tree = [was, ...tablesAbove(was, before)];
  const isOf = (name: string) => (one: Named) => former.ofTable(shown(one)) === name;
  const top = tree.findIndex((name) => copies.some(({ saved }) => isOf(name)(saved)));
  const copy = copies.find(({ saved }) => isOf(String(tree[top]))(saved));
  if (copy === undefined) return undefined;
  if (tree.slice(0, top).some((name) => copy.detached.some(isOf(name)))) return undefined;
  // Rows of a partition are told of with those of the table that is copied.
  if (top > 0) return 'SELECT false';
  if (!copy.columns.every((column) => isTaken(column, copy.saved, was, before, after))) return undefined;
  const columns = copy.columns.map(quoteLiteral).join(', ');
  const isOther = `EXISTS (
  SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(${quoteLiteral(was)}) AND attnum > 0
     AND NOT attisdropped AND attgenerated = '' AND attname::text <> ALL (ARRAY[${columns}]::text[])
)`;
  if (copy.where === undefined) return `SELECT ${isOther}`;
  const left = copy.detached.map(
    (one) => `pg_catalog.to_regclass(${quoteLiteral(former.ofTable(shown(one)))})`,
  );
  return `SELECT ${isOther} OR EXISTS (
  SELECT FROM ${was} WHERE (${copy.where}) IS NOT TRUE AND (tableoid = ANY (ARRAY[${left.join(', ')}]::oid[])) IS NOT TRUE
)`;
}

/** Whether a column is there in the end, and holds what it held. */
function isTaken(
  column: string,
  saved: Named,
  was: string,
  before: Schema | undefined,
  after: Schema,
): boolean {
  const typeIn = (schema: Schema | undefined, table: string) =>
    schema?.facts.get(objectId('column', `${table}.${quoteIdentifier(column)}`))?.definition.type?.toString();
  const [from, to] = [typeIn(before, was), typeIn(after, shown(saved))];
  if (from === undefined || to === undefined) return false;
  return from === to || (isSameFamily(from, to) && lossOf(from, to, '') === undefined);
}
