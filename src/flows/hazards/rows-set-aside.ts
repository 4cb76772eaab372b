import { objectId } from '../../model/object-id.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { Schema } from '../../model/schema.ts';
import { identifiersIn, quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { isSameFamily } from '../../postgres/types/type-change.ts';
import { lossOf } from '../../postgres/types/type-loss.ts';
import { alterations, statementsOf } from '../../rules/reading/trees.ts';
import { droppedNames, partitionOf } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByList, shown } from '../../sql/relations.ts';
import type { FormerNames } from './former-names.ts';
import { namesOf } from './moved-rows.ts';
import { tablesAbove } from './partitions-above.ts';
import type { RowLoss } from './row-losses.ts';

/** Rows of a table that are copied to another one, so that they can be put into the table that takes its place. */
export interface RowsSetAside {
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
 * Every `INSERT INTO aside SELECT x, y FROM t` under a lock of t, of which the rows are put into t again when it has been dropped and
 * made anew, as plans write it where a table becomes partitioned; not where something later takes rows out of a table, since these may be
 * there by then. `loadParser` must have been awaited.
 */
export function rowsSetAside(
  subject: Subject,
  losses: readonly RowLoss[],
  from: number,
): readonly RowsSetAside[] {
  const copies = subject.acts.flatMap((act) => (act.at >= from ? (copyOf(act) ?? []) : []));
  if (copies.length < 2) return [];
  const drops = [...statementsOf(subject, 'DropStmt', /^DROP TABLE\b/)].flatMap(({ act, node }) =>
    droppedNames(node).map((parts) => ({ act, table: namedByList(parts) })),
  );
  const emptied = losses.filter(({ moved }) => moved === undefined);
  return copies.flatMap((save) => {
    const back = copies.find((copy) => isReturn(copy, save));
    if (back === undefined || save.where !== undefined || !isLocked(subject, save)) return [];
    const isLater = ({ act }: { readonly act: Act }) => compareActs(act, back.act) > 0;
    const isTaken =
      subject.acts.some((act) => isBetween(act, save.act, back.act) && mayChange(act, save.into)) ||
      subject.acts.some((act) => act.at === save.act.at && isLater({ act }) && deletes.test(act.head)) ||
      emptied.some(isLater) ||
      drops.some((drop) => isLater(drop) && !isCopy(subject, drop.table, save.act.at));
    if (isTaken) return [];
    const detached = detachedBefore(subject, save.act, from);
    return [{ act: save.act, saved: save.copied, columns: save.columns, where: back.where, detached }];
  });
}

const deletes = /^(?:DELETE|TRUNCATE|MERGE|WITH)\b/;

/** Whether a statement may take rows out of the table that they lie in, or see them come back. */
function mayChange({ head, text }: Act, aside: Named): boolean {
  const isWatch = /^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?(?:TRIGGER|RULE)\b/.test(head);
  return isWatch || identifiersIn(text).has(aside.name);
}

/** Whether a table is made as a copy of something else, and is no partition. */
function isCopy(subject: Subject, table: Named, at: number): boolean {
  const isMade = [...statementsOf(subject, 'CreateTableAsStmt', /^CREATE TABLE\b/)].some(
    ({ act, node }) => act.at === at && isSame(namedBy(node.into?.rel), table),
  );
  const isAttached = alterations(subject).some(
    ({ command }) =>
      command.subtype === 'AT_AttachPartition' && isSame(namedBy(partitionOf(command)?.name), table),
  );
  return isMade && !isAttached;
}

/** `INSERT INTO a (x, y) SELECT x, y FROM b WHERE ...` */
interface Copy {
  readonly act: Act;
  readonly into: Named;
  readonly copied: Named;
  readonly columns: readonly string[];
  readonly where: string | undefined;
}

const known: ReadonlySet<string> = new Set(['targetList', 'fromClause', 'whereClause', 'limitOption', 'op']);

function copyOf(act: Act): Copy | undefined {
  if (!act.head.startsWith('INSERT')) return undefined;
  const [{ InsertStmt: insert } = {}] = act.trees.map(byKind);
  const query = byKind(insert?.selectStmt).SelectStmt;
  const [from, ...more] = (query?.fromClause ?? []).map((item) => byKind(item).RangeVar);
  if (insert === undefined || query === undefined || from === undefined || more.length > 0) return undefined;
  if (!Object.keys(query).every((field) => known.has(field)) || insert.onConflictClause !== undefined)
    return undefined;
  const [into, copied] = [namedBy(insert.relation), namedBy(from)];
  const columns = namesOf(query.targetList);
  const inserted = insert.cols?.map((item) => byKind(item).ResTarget?.name) ?? columns;
  const isSameList =
    columns.length === query.targetList?.length && columns.join('\0') === inserted.join('\0');
  const [, where, ...others] = act.text.split(/\bWHERE\b/i);
  const isRead = (query.whereClause === undefined) === (where === undefined) && others.length === 0;
  if (into.schema === undefined || copied.schema === undefined || !isSameList || !isRead) return undefined;
  return { act, into, copied, columns, where };
}

/** Whether a copy puts back what another has saved, in the same transaction. */
function isReturn({ act, into, copied, columns }: Copy, save: Copy): boolean {
  const isTogether = act.at === save.act.at && act.transaction === save.act.transaction;
  return (
    isTogether &&
    act.index > save.act.index &&
    isSame(copied, save.into) &&
    isSame(into, save.copied) &&
    columns.join('\0') === save.columns.join('\0')
  );
}

/** Whether nobody else writes the table any more when it is copied. */
function isLocked(subject: Subject, { act, copied }: Copy): boolean {
  return [...statementsOf(subject, 'LockStmt', /^LOCK\b/)].some(
    ({ act: { at, index, transaction }, node }) =>
      at === act.at &&
      transaction === act.transaction &&
      index < act.index &&
      (node.relations ?? []).some((item) => isSame(namedBy(byKind(item).RangeVar), copied)),
  );
}

function isBetween(act: Act, first: Act, last: Act): boolean {
  return compareActs(act, first) > 0 && compareActs(act, last) < 0;
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
  copies: readonly RowsSetAside[],
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
