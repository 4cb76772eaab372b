import type { Act } from '../../model/rule.ts';
import { columnsListed } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { type Named, namedBy } from '../../sql/relations.ts';

/** `INSERT INTO a (x, y) SELECT x, y FROM b WHERE ...`: each row once, and its values as they were. */
export interface RowCopy {
  readonly act: Act;
  readonly into: Named;
  readonly copied: Named;
  readonly columns: readonly string[];
  /** Without the rows of partitions and children. */
  readonly isOnly: boolean;
  /** What is true of the rows, as the statement says it; undefined where all are meant. */
  readonly where: string | undefined;
}

/** Of a query that reads one table as it is. */
const plainFields: ReadonlySet<string> = new Set([
  'targetList',
  'fromClause',
  'whereClause',
  'limitOption',
  'op',
]);

/** The copy that an act makes between two tables that it names with their schemas; undefined for anything else. */
export function rowCopy(act: Act): RowCopy | undefined {
  if (!act.head.startsWith('INSERT') || !/\bSELECT\b/i.test(act.text)) return undefined;
  const [{ InsertStmt: insert } = {}] = act.trees.map(byKind);
  const query = byKind(insert?.selectStmt).SelectStmt;
  const [from, ...more] = (query?.fromClause ?? []).map((item) => byKind(item).RangeVar);
  if (insert === undefined || query === undefined || from === undefined || more.length > 0) return undefined;
  if (!Object.keys(query).every((field) => plainFields.has(field))) return undefined;
  const [into, copied] = [namedBy(insert.relation), namedBy(from)];
  const columns = columnsListed(query.targetList);
  const inserted = insert.cols?.map((item) => byKind(item).ResTarget?.name) ?? columns;
  const isSameList =
    columns.length === query.targetList?.length && columns.join('\0') === inserted.join('\0');
  const [, where, ...others] = act.text.split(/\bWHERE\b/i);
  const isRead = (query.whereClause === undefined) === (where === undefined) && others.length === 0;
  const isWhole =
    insert.onConflictClause === undefined &&
    insert.withClause === undefined &&
    insert.override !== 'OVERRIDING_USER_VALUE';
  if (into.schema === undefined || copied.schema === undefined || !isSameList || !isRead || !isWhole)
    return undefined;
  return { act, into, copied, columns, isOnly: from.inh !== true, where };
}
