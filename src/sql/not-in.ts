import type { RangeVar, SelectStmt } from '@pgsql/types';
import { bodyTrees } from './conditions.ts';
import { byKind, stringsOf, walk } from './nodes.ts';

/** `... NOT IN (SELECT column FROM ...)`, which is true of no row once the column is null in one. Names are unquoted. */
interface NotInQuery {
  readonly column: string;
  /** The relations that the column may be of: those of the FROM, or the one that it is qualified with. */
  readonly relations: readonly RangeVar[];
}

/** Cheap, and true of every text that holds one. */
const mayHold = /\bNOT\s+IN\s*\(\s*SELECT\b/i;

/** The queries behind NOT IN that select a column and say nothing else of it, also in the bodies that a statement holds. */
export function notInQueries(text: string, trees: () => readonly object[]): readonly NotInQuery[] {
  if (!mayHold.test(text)) return [];
  const found: NotInQuery[] = [];
  walk([...trees(), ...bodyTrees(text, mayHold)], (node, kind) => {
    if (kind !== 'BoolExpr' || node.boolop !== 'NOT_EXPR') return;
    const link = byKind((node.args as readonly unknown[] | undefined)?.[0]).SubLink;
    const query = byKind(link?.subselect).SelectStmt;
    const one = link?.subLinkType === 'ANY_SUBLINK' && query !== undefined ? readQuery(query) : undefined;
    if (one !== undefined) found.push(one);
  });
  return found;
}

function readQuery({
  targetList = [],
  fromClause,
  whereClause,
  havingClause,
}: SelectStmt): NotInQuery | undefined {
  const parts = stringsOf(byKind(byKind(targetList[0]).ResTarget?.val).ColumnRef?.fields);
  const column = parts.at(-1);
  // What is asked of the column, such as that it is another one's or not null, leaves its nulls out.
  if (
    targetList.length !== 1 ||
    column === undefined ||
    names([fromClause, whereClause, havingClause], column)
  )
    return undefined;
  const relations: RangeVar[] = [];
  walk(fromClause, (node, kind) => {
    if (kind === 'RangeVar') relations.push(node);
  });
  const qualifier = parts.at(-2);
  const isMeant = ({ alias, relname }: RangeVar) =>
    qualifier === undefined || (alias?.aliasname ?? relname) === qualifier;
  return { column, relations: relations.filter(isMeant) };
}

function names(conditions: unknown, column: string): boolean {
  let isNamed = false;
  walk(conditions, (node, kind) => {
    isNamed ||= kind === 'ColumnRef' && stringsOf(node.fields).at(-1) === column;
  });
  return isNamed;
}
