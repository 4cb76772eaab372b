import { quoteIdentifier } from '../../postgres/identifier.ts';

/** A column, and whether somebody has made a cast of its type to text. */
export interface TextColumn {
  readonly name: string;
  readonly hasOwnCast: boolean;
}

/**
 * SQL for the value of a column as its type writes it, which is what its type reads again. A cast of the user's may say anything, also of
 * NULL, or raise.
 */
export function asText({ name, hasOwnCast }: TextColumn): string {
  const own = quoteIdentifier(name);
  return hasOwnCast ? `CASE WHEN ${own} IS DISTINCT FROM NULL THEN format('%s', ${own}) END` : `${own}::text`;
}

/** SQL for `hasOwnCast`, where `a` is the column's row of pg_attribute. */
export const hasOwnCastSql = `EXISTS (SELECT FROM pg_type y JOIN pg_cast k ON k.castsource IN (y.oid, y.typbasetype)
  WHERE y.oid = a.atttypid AND k.casttarget = 'text'::regtype AND k.castfunc >= 16384)`;
