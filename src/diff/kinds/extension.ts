import type { Fact } from '../../model/schema.ts';
import { text } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createextension.html */
export const extensionRules: KindRules = {
  rank: 20,
  create: (fact) => [`CREATE EXTENSION ${fact.name} WITH SCHEMA ${homeOf(fact)}`],
  drop: (fact) => [`DROP EXTENSION ${fact.name}`],
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
