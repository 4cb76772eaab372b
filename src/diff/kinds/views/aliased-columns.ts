import { StrataError } from '../../../model/errors.ts';
import { nameOf, type ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { identifierPattern, lastPart } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { columnsAfter, comeInOrder, goingColumns, tablesNamed } from '../columns/table-columns.ts';

/**
 * The columns that a table loses whose columns a query renames by position: `FROM t x(a, b)`. If the view were created first, its
 * aliases would also cover these columns.
 */
export function goneUnderAliases(fact: Fact, context: Context): readonly ObjectId[] {
  return tablesNamed(fact, context).flatMap((table) => {
    const going = goingColumns(table, context);
    return going.length > 0 && namesAnew(fact, table) ? going : [];
  });
}

/**
 * Refuses a query that names a table's columns by position where their order will be another one: it would silently read other
 * columns.
 */
export function assertInOrder(fact: Fact, context: Context): void {
  const table = tablesNamed(fact, context).find(
    (named) => !context.isCreated(named) && namesAnew(fact, named) && !comeInOrder(named, context),
  );
  if (table === undefined) return;
  const [first] = columnsAfter(table, context);
  throw new StrataError(
    'project',
    `${fact.name} renames the columns of ${nameOf(table)} by their position, and their order will change`,
    {
      hint: `Name them in its query instead, as in FROM (SELECT ${lastPart(first!.name)} AS a, ... FROM ${nameOf(table)}) AS x.`,
    },
  );
}

const aliases = String.raw`${identifierPattern}\(`;

const aliasesFirst = new RegExp(`^${aliases}`);

const aliasesOfJoin = new RegExp(String.raw`\bJOIN [^()]*(?:\([^()]*\))?\) ${aliases}`);

/** Whether a query renames the columns of a table by their position. */
export function namesAnew({ definition }: Fact, table: ObjectId): boolean {
  const query = String(definition.query);
  const [, ...mentions] = query.split(`${nameOf(table)} `);
  return aliasesOfJoin.test(query) || mentions.some((rest) => aliasesFirst.test(rest));
}
