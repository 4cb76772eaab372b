import { giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { supportFunctions } from './routine.ts';
import { alterOwner } from './shared/plain.ts';

/** Types written in C, and their shells. https://www.postgresql.org/docs/18/sql-createtype.html */
export const baseTypeRules: KindRules = {
  rank: 360,
  create: (fact, _context, inlined) => [
    ...supportFunctions(fact, inlined),
    `CREATE TYPE ${fact.name} (\n  ${list(fact.definition, 'parts').join(',\n  ')}\n)`,
    ...giveOwner(fact),
  ],
  drop: (fact) => [`DROP TYPE ${fact.name} CASCADE`],
  alter: alterOwner,
  isDroppedByName: true,
  slots: (fact) => [`type ${fact.name}`],
};
