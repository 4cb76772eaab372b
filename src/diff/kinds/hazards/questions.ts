import { objectId } from '../../../model/object-id.ts';
import type { Question } from '../../../model/question.ts';
import type { ForeignKeyDefinition } from '../../../postgres/foreign-key.ts';
import type { KeyDefinition } from '../../../postgres/key.ts';
import type { Context } from '../../kind.ts';
import { hasChildren } from '../trees/partitions.ts';

/** A key's columns as the rows are to be told apart: nulls are equal to no other, unless the key says so. */
type ComparedColumns = Pick<KeyDefinition, 'columns' | 'hasEqualNulls'>;

/** The rows that keys and checks with NO INHERIT look at: those of the table itself and of its partitions, none of its children. */
export function ownRows(
  table: string,
  context: Context,
): Extract<Question['from'], { readonly table: string }> {
  return hasChildren(objectId('table', table), context) ? { table, isOnly: true } : { table };
}

/** The rows of a table that are equal in `values`, one for each column of the key; `conditions` leave out other rows. */
export function duplicatesIn(
  table: string,
  { columns, hasEqualNulls }: ComparedColumns,
  values: readonly string[],
  context: Context,
  conditions: readonly string[] = [],
): Question {
  const present = hasEqualNulls ? [] : columns.map((column) => `${column} IS NOT NULL`);
  const where = [...present, ...conditions].join(' AND ');
  return { from: ownRows(table, context), ...(where === '' ? {} : { where }), groupedBy: values };
}

/**
 * The rows of a table that refer to no row; undefined where they refer to periods, which several rows may cover. `empty` are columns of
 * a full key that are not there yet and will be null.
 */
export function orphansIn(
  table: string,
  key: ForeignKeyDefinition,
  empty: readonly string[],
  context: Context,
): Question | undefined {
  const match = matchOf(key);
  if (match === undefined) return undefined;
  const filled = key.columns.filter((column) => !empty.includes(column));
  const are = (what: 'NULL' | 'NOT NULL', junction: 'AND' | 'OR') =>
    filled.map((column) => `child.${column} IS ${what}`).join(` ${junction} `);
  const isMissed = `NOT EXISTS (${parentsOf(key.referenced, match, context)})`;
  const where = () => {
    if (!key.isFull) return `${are('NOT NULL', 'AND')} AND ${isMissed}`;
    if (empty.length > 0) return are('NOT NULL', 'OR');
    return `(${are('NOT NULL', 'OR')}) AND (${are('NULL', 'OR')} OR ${isMissed})`;
  };
  return { from: ownRows(table, context), alias: 'child', where: where() };
}

/** The rows of a table that refer by the key to rows of `referenced`, a part of what the key names; undefined for periods. */
export function referrersIn(
  table: string,
  key: ForeignKeyDefinition,
  referenced: string,
  context: Context,
): Question | undefined {
  const match = matchOf(key);
  if (match === undefined) return undefined;
  return {
    from: ownRows(table, context),
    alias: 'child',
    where: `EXISTS (${parentsOf(referenced, match, context)})`,
  };
}

function parentsOf(referenced: string, match: string, context: Context): string {
  const only = ownRows(referenced, context).isOnly ? 'ONLY ' : '';
  return `SELECT FROM ${only}${referenced} AS parent WHERE ${match}`;
}

function matchOf({ columns, referencedColumns, hasPeriod }: ForeignKeyDefinition): string | undefined {
  if (hasPeriod) return undefined;
  return columns.map((column, i) => `parent.${referencedColumns[i]} = child.${column}`).join(' AND ');
}
