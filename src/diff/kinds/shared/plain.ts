import type { Fact } from '../../../model/schema.ts';
import { noun } from '../../address.ts';
import { changeOwner, differsOnlyIn, giveOwner } from '../../definition.ts';
import type { KindRules, Statements } from '../../kind.ts';

/** Rules of a kind that can only be created, dropped and given to another owner. */
export function plainRules(
  rank: number,
  create: (fact: Fact) => string,
  more: Partial<KindRules> = {},
): KindRules {
  return {
    rank,
    create: (fact) => [create(fact), ...giveOwner(fact)],
    drop: (fact) => [`DROP ${noun(fact.kind)} ${fact.name}`],
    alter: alterOwner,
    ...more,
  };
}

/** `alter` of a kind of which only the owner can change. */
export function alterOwner(before: Fact, after: Fact): Statements | 'replace' {
  return differsOnlyIn(before.definition, after.definition, ['owner'])
    ? changeOwner(before, after)
    : 'replace';
}
