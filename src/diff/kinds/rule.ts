import { sqlAddress } from '../address.ts';
import type { KindRules } from '../kind.ts';
import { goneFromUpserts } from './columns/table-columns.ts';
import { firing } from './shared/firing.ts';

/** https://www.postgresql.org/docs/18/sql-createrule.html */
export const ruleRules: KindRules = {
  rank: 790,
  create: (fact) => [String(fact.definition.source), ...firing(fact, 'RULE')],
  drop: (fact) => [`DROP ${sqlAddress(fact.id)}`],
  alter: (before, after, context) => {
    if (goneFromUpserts(after, context).length > 0) return 'replace';
    if (before.definition.source === after.definition.source) return firing(after, 'RULE', 'ENABLE');
    const replaced = String(after.definition.source).replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE');
    return [
      replaced,
      ...(before.definition.firing === after.definition.firing ? [] : firing(after, 'RULE', 'ENABLE')),
    ];
  },
  waitsFor: goneFromUpserts,
  replacedOnCycle: 'first',
};
