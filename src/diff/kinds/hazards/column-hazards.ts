import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { handsValuesOver } from '../trees/own-copy.ts';
import { blocksAll, hazard, type PlannedStatement } from './hazard.ts';
import { retypeHazards } from './value-hazards.ts';

/** What adding, altering or dropping a column does to its table and to the code that uses it. */
export function hazardsOfColumn(statement: PlannedStatement): Hazard[] {
  const { sql, before, after, context } = statement;
  const fact = (after ?? before) as Fact;
  const [table, column] = splitLast(fact.name);
  const isForeign = fact.parent?.startsWith('foreign-table:') === true;
  if (handsValuesOver(fact, context)) {
    if (!/ TYPE /.test(sql)) return [];
    return [
      hazard('rewrites', `Having ${fact.name} from its parent alone writes all of ${table} anew.`),
      blocksAll(table, 'it is written anew'),
    ];
  }
  if (/ DROP COLUMN /.test(sql)) {
    const hazards = [hazard('breaks-code', `Code that still names ${fact.name} fails.`)];
    return before?.definition.generated === undefined && !isForeign
      ? [...hazards, hazard('irreversible', `The values of ${fact.name} cannot be brought back.`)]
      : hazards;
  }
  // A foreign table's rows are elsewhere and are not touched.
  if (isForeign) return [];
  if (/ ADD COLUMN /.test(sql)) return hazardsOfAddedColumn(fact, table, sql);
  if (before !== undefined && after !== undefined && / TYPE /.test(sql))
    return retypeHazards(before, after, context, sql);
  if (/ SET NOT NULL$/.test(sql)) {
    return [
      hazard('scans', `All rows of ${table} are read to see that ${column} is never null.`),
      blocksAll(table, 'they are read'),
    ];
  }
  if (/ SET EXPRESSION /.test(sql) && after?.definition.generated === 'STORED') {
    return [
      hazard('rewrites', `A new expression for ${fact.name} writes all of ${table} anew.`),
      blocksAll(table, 'it is written anew'),
    ];
  }
  return [];
}

const volatile = /\b(random|gen_random_uuid|uuid_generate_\w+|clock_timestamp|nextval|uuidv[47])\(/;

function hazardsOfAddedColumn({ name, definition }: Fact, table: string, sql: string): Hazard[] {
  const isStored =
    definition.generated === 'STORED' || definition.identity !== undefined || volatile.test(sql);
  if (!isStored) return [];
  return [
    hazard('rewrites', `Filling ${name} writes all of ${table} anew.`),
    blocksAll(table, 'it is written anew'),
  ];
}
