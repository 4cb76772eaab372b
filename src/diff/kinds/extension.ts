import type { Hazard } from '../../model/plan.ts';
import type { Fact } from '../../model/schema.ts';
import { few } from '../../model/words.ts';
import { list, text } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { hazard, hazardsOfLeaving } from './hazards/hazard.ts';

/** https://www.postgresql.org/docs/18/sql-createextension.html */
export const extensionRules: KindRules = {
  rank: 20,
  create: (fact) => [`CREATE EXTENSION ${fact.name} WITH SCHEMA ${homeOf(fact)}`],
  drop: (fact, context) => [
    {
      sql: `DROP EXTENSION ${fact.name}`,
      hazards: [...lossOfTables(fact), ...hazardsOfLeaving(fact, context)],
    },
  ],
  alter: (_before, after) => [`ALTER EXTENSION ${after.name} SET SCHEMA ${homeOf(after)}`],
  waitsFor: (fact) => {
    const schema = text(fact.definition, 'schema');
    return schema === undefined ? [] : [`schema:${schema}`];
  },
};

/** An extension outside of the schemas that are read lies in pg_catalog. */
function homeOf({ definition }: Fact): string {
  return text(definition, 'schema') ?? 'pg_catalog';
}

/** The tables of an extension are no facts: nothing else says that their rows go with it, such as the jobs of pg_cron. */
function lossOfTables({ name, remarks }: Fact): Hazard[] {
  const tables = list(remarks ?? {}, 'tables');
  if (tables.length === 0) return [];
  return [hazard('destroys-data', `The rows of ${few(tables, 3)} are lost with ${name}.`)];
}
