import { changeOwner, giveOwner } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** The bare name of a type that was never completed. */
export const shellTypeRules: KindRules = {
  rank: 300,
  create: (fact) => [`CREATE TYPE ${fact.name}`, ...giveOwner(fact)],
  drop: (fact) => [`DROP TYPE ${fact.name}`],
  alter: (before, after) => changeOwner(before, after),
  slots: (fact) => [`type ${fact.name}`],
};
