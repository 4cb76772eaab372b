import { notNullOf } from '../../../model/not-null.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { freeName, notNullProof } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statement, Statements } from '../../kind.ts';
import { hazardsOfProof } from '../hazards/column-hazards.ts';
import { addAndValidate } from '../shared/online.ts';
import { addNotNull } from './not-null.ts';

/** Gives a column a NOT NULL of the usual name, for which all rows are read. `refusals`: rows that may stand in the way. */
export function setNotNull(column: Fact, context: Context, refusals: readonly Hazard[] = []): Statement {
  const [table, own] = splitLast(column.name);
  const sql = `ALTER TABLE ${table} ALTER COLUMN ${own} SET NOT NULL`;
  return {
    sql,
    hazards: [...refusals, ...hazardsOfProof(column)],
    online: () => proveFirst(column, context, refusals, sql),
  };
}

/** Gives a column its own NOT NULL, which may have a name, NO INHERIT or NOT VALID. */
export function giveNotNull(column: Fact, context: Context): string | Statement {
  const { name, isNoInherit, isNotValid } = notNullOf(column)!;
  const isPlain = name === undefined && !isNoInherit && !isNotValid;
  return isPlain ? setNotNull(column, context) : addNotNull(column);
}

/** SET NOT NULL reads no rows where a valid check proves that none is null. */
function proveFirst(column: Fact, context: Context, refusals: readonly Hazard[], set: string): Statements {
  const [table, own] = splitLast(column.name);
  const isTaken = (name: string) => context.isTaken(`constraint ${table}.${name}`);
  const proof = freeName([bareName(table), bareName(own)], notNullProof, isTaken);
  return [
    ...addAndValidate(table, proof, `CHECK (${own} IS NOT NULL)`, refusals),
    set,
    `ALTER TABLE ${table} DROP CONSTRAINT ${proof}`,
  ];
}
