import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-alterpublication.html */
export const publicationTableRules: KindRules = {
  rank: 842,
  create: ({ definition }) => {
    const columns = list(definition, 'columns');
    const filter = definition.filter === undefined ? '' : ` WHERE (${definition.filter})`;
    const part = columns.length === 0 ? '' : ` (${columns.join(', ')})`;
    return [`ALTER PUBLICATION ${definition.publication} ADD TABLE ONLY ${definition.table}${part}${filter}`];
  },
  drop: ({ definition }) => [
    `ALTER PUBLICATION ${definition.publication} DROP TABLE ONLY ${definition.table}`,
  ],
  alter: () => 'replace',
};
