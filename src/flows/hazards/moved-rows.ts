import { objectId } from '../../model/object-id.ts';
import type { Act, Subject } from '../../model/rule.ts';
import type { Schema } from '../../model/schema.ts';
import { bareName, lastPart, quoteIdentifier, quoteLiteral } from '../../postgres/identifier.ts';
import { alterations } from '../../rules/reading/trees.ts';
import { columnsListed, partitionOf } from '../../sql/clauses.ts';
import { byKind, type NodeOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, shown } from '../../sql/relations.ts';
import type { FormerNames } from './former-names.ts';
import { changesPath } from './relations-meant.ts';

/** Rows that one statement deletes in a table, returns, and inserts into another, each of them once. */
export interface MovedRows {
  readonly into: Named;
  /** The columns whose values go along; those of the other table have the same names. */
  readonly columns: readonly string[];
  /** Foreign keys to the tables above do not hold meanwhile: the migration has detached the table that they leave. */
  readonly isDetached: boolean;
}

/**
 * The rows that `WITH moved AS (DELETE FROM a ... RETURNING x, y) INSERT INTO b (x, y) SELECT x, y FROM moved` moves, as plans write
 * it where bounds of partitions change. Undefined for what may leave rows or values behind.
 */
export function movedRows(subject: Subject, act: Act): MovedRows | undefined {
  const [{ InsertStmt: insert } = {}] = act.trees.map(byKind);
  const query = byKind(insert?.selectStmt).SelectStmt;
  const [only, ...more] = insert?.withClause?.ctes ?? [];
  const { ctename, ctequery, aliascolnames } = byKind(only).CommonTableExpr ?? {};
  const deletion = byKind(ctequery).DeleteStmt;
  if (insert === undefined || query === undefined || deletion === undefined || more.length > 0)
    return undefined;
  const isPlain =
    insert.onConflictClause === undefined &&
    insert.override !== 'OVERRIDING_USER_VALUE' &&
    deletion.withClause === undefined &&
    aliascolnames === undefined;
  const into = namedBy(insert.relation);
  const isKnown = into.schema !== undefined || !changesPath(subject, act);
  if (!isPlain || !isKnown || !readsAllOf(ctename, query)) return undefined;
  const columns = columnsListed(query.targetList);
  const isKept = columns.every((name) => columnsListed(deletion.returningClause?.exprs).includes(name));
  const inserted = (insert.cols ?? []).map((item) => byKind(item).ResTarget?.name);
  const isSameList = inserted.length === columns.length && columns.every((name, i) => name === inserted[i]);
  if (!isKept || !isSameList || columns.length !== query.targetList?.length) return undefined;
  return {
    into,
    columns,
    isDetached: isDetachedBefore(subject, act, namedBy(deletion.relation)),
  };
}

/** Whether a query reads every row of what has that name, and each of them once. */
function readsAllOf(name: string | undefined, query: NodeOf<'SelectStmt'>): boolean {
  const known = ['targetList', 'fromClause', 'sortClause', 'limitOption', 'op'];
  const [from, ...more] = (query.fromClause ?? []).map((item) => byKind(item).RangeVar);
  const isOnly = more.length === 0 && from?.relname === name && from?.schemaname === undefined;
  const isUnlimited = query.limitOption === undefined || query.limitOption === 'LIMIT_OPTION_DEFAULT';
  return isOnly && isUnlimited && Object.keys(query).every((field) => known.includes(field));
}

function isDetachedBefore(subject: Subject, { at, index }: Act, table: Named): boolean {
  return alterations(subject).some(({ act, command }) => {
    if (act.at !== at || act.index > index || command.subtype !== 'AT_DetachPartition') return false;
    return isSame(namedBy(partitionOf(command)?.name), table);
  });
}

/** Whether the columns that rows arrive in hold what those hold that they leave, at the end of what is pending. */
export function arrivesWhole(table: Named, { into, columns }: MovedRows, after: Schema): boolean {
  const typeOf = (one: Named, column: string) => {
    const name = `${shown({ ...one, schema: one.schema ?? 'public' })}.${quoteIdentifier(column)}`;
    return after.facts.get(objectId('column', name))?.definition.type;
  };
  return columns.every((name) => {
    const type = typeOf(into, name);
    return type !== undefined && type === typeOf(table, name);
  });
}

/**
 * The question whether something is lost on the way all the same in a live database: columns that do not go along, rows that
 * foreign keys delete or change, rows that a trigger or a rule of the other table may keep out.
 */
export function lostOnTheWay(table: Named, moved: MovedRows, former: FormerNames): string {
  const named = (one: Named) => former.ofTable(shown({ ...one, schema: one.schema ?? 'public' }));
  const now = shown({ ...table, schema: table.schema ?? 'public' });
  const columns = moved.columns.map((name) =>
    quoteLiteral(bareName(lastPart(former.ofTable(`${now}.${quoteIdentifier(name)}`)))),
  );
  const [left, into] = [named(table), named(moved.into)].map(
    (name) => `pg_catalog.to_regclass(${quoteLiteral(name)})`,
  );
  return `SELECT EXISTS (
  WITH RECURSIVE reached (oid) AS (
    SELECT ${left}::oid
    UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN reached ON i.inhparent = reached.oid
  ), entered (oid) AS (
    SELECT ${into}::oid
    UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN entered ON i.inhparent = entered.oid
  )
  SELECT FROM reached WHERE EXISTS (
    SELECT FROM pg_catalog.pg_attribute WHERE attrelid = reached.oid AND attnum > 0 AND NOT attisdropped
       AND attgenerated = '' AND attname::text <> ALL (ARRAY[${columns.join(', ')}]::text[])
  ) OR EXISTS (
    SELECT FROM pg_catalog.pg_constraint WHERE contype = 'f' AND confrelid = reached.oid
       AND confdeltype IN ('c', 'n', 'd')${moved.isDetached ? ' AND conparentid = 0' : ''}
  ) OR reached.oid IS NOT NULL AND EXISTS (
    SELECT FROM entered WHERE EXISTS (
      SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = entered.oid AND NOT tgisinternal AND tgenabled <> 'D'
         AND tgtype & 7 = 7
    ) OR EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = entered.oid AND ev_type = '3')
  )
)`;
}
