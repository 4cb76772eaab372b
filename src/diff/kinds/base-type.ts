import { changeOwner, differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { supportFunctions } from './types/support-functions.ts';

/** Types written in C, and their shells. https://www.postgresql.org/docs/18/sql-createtype.html */
export const baseTypeRules: KindRules = {
  rank: 360,
  create: (fact, _context, inlined) => [
    ...supportFunctions(fact, inlined),
    `CREATE TYPE ${fact.name} (\n  ${list(fact.definition, 'parts').join(',\n  ')}\n)`,
    ...giveOwner(fact, `TYPE ${fact.name}`),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name} CASCADE`],
  alter: (before, after) =>
    differsOnlyIn(before.definition, after.definition, ['owner'])
      ? changeOwner(before, after, `TYPE ${after.name}`)
      : 'replace',
  slots: (fact) => [`type ${fact.name}`],
};
