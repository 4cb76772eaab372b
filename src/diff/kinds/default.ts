import { type KindRules, looseness } from '../kind.ts';
import { columnOf, setDefault } from './columns/new-column.ts';

/** https://www.postgresql.org/docs/18/sql-altertable.html, SET and DROP DEFAULT */
export const defaultRules: KindRules = {
  rank: 600,
  create: (fact) => setDefault(fact),
  drop: (fact) => {
    const { table, column } = columnOf(fact);
    return [`ALTER TABLE ONLY ${table} ALTER COLUMN ${column} DROP DEFAULT`];
  },
  alter: (_before, after) => setDefault(after),
  inline: () => looseness.looser,
  replacedOnCycle: 'last',
};
