import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-alterpublication.html */
export const publicationSchemaRules: KindRules = {
  rank: 844,
  create: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} ADD TABLES IN SCHEMA ${definition.schema}`,
  ],
  drop: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} DROP TABLES IN SCHEMA ${definition.schema}`,
  ],
  alter: () => [],
};
