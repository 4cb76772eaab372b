import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-alteropfamily.html */
export const operatorFamilyMemberRules: KindRules = {
  rank: 466,
  create: ({ definition }) => [`ALTER OPERATOR FAMILY ${definition.family} ADD ${definition.item}`],
  drop: ({ definition }) => [`ALTER OPERATOR FAMILY ${definition.family} DROP ${definition.place}`],
  alter: () => 'replace',
};
