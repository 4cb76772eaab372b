import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Statement } from '../../kind.ts';
import { hazardsOfProof } from '../hazards/column-hazards.ts';

/** Gives a column a NOT NULL of the usual name, for which all rows are read. `refusals`: rows that may stand in the way. */
export function setNotNull(column: Fact, refusals: readonly Hazard[] = []): Statement {
  const [table, own] = splitLast(column.name);
  return {
    sql: `ALTER TABLE ${table} ALTER COLUMN ${own} SET NOT NULL`,
    hazards: [...refusals, ...hazardsOfProof(column)],
  };
}
