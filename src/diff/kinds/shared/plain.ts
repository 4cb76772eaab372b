import type { Fact } from '../../../model/schema.ts';
import { noun } from '../../address.ts';
import { changeOwner, differsOnlyIn, giveOwner } from '../../definition.ts';
import type { KindRules } from '../../kind.ts';

/** Rules for a kind that PostgreSQL creates and drops, and alters in nothing but its owner. */
export function plainRules(
  rank: number,
  create: (fact: Fact) => string,
  more: Partial<KindRules> = {},
): KindRules {
  return {
    rank,
    create: (fact) => [create(fact), ...giveOwner(fact)],
    drop: (fact) => [`DROP ${noun(fact.kind)} ${fact.name}`],
    alter: (before, after) =>
      differsOnlyIn(before.definition, after.definition, ['owner']) ? changeOwner(before, after) : 'replace',
    ...more,
  };
}
