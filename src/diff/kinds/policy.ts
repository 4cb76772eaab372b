import { sqlAddress } from '../address.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import {
  hazardsOfAlteredPolicy,
  hazardsOfDroppedPolicy,
  hazardsOfNewPolicy,
} from './hazards/policy-hazards.ts';

/** https://www.postgresql.org/docs/18/sql-createpolicy.html */
export const policyRules: KindRules = {
  rank: 810,
  create: (fact, context) => {
    const { restrictive, command, using, check } = fact.definition;
    const roles = list(fact.definition, 'roles');
    const clauses = [
      restrictive ? ' AS RESTRICTIVE' : '',
      command === undefined ? '' : ` FOR ${command}`,
      roles.length === 0 ? '' : ` TO ${roles.join(', ')}`,
      using === undefined ? '' : ` USING (${using})`,
      check === undefined ? '' : ` WITH CHECK (${check})`,
    ];
    const sql = `CREATE ${sqlAddress(fact.id)}${clauses.join('')}`;
    return [{ sql, hazards: hazardsOfNewPolicy(fact, context) }];
  },
  drop: (fact, context) => [
    { sql: `DROP ${sqlAddress(fact.id)}`, hazards: hazardsOfDroppedPolicy(fact, context) },
  ],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    if (was.command !== is.command || was.restrictive !== is.restrictive) return 'replace';
    if ((was.using && !is.using) || (was.check && !is.check)) return 'replace';
    const roles = list(is, 'roles');
    const clauses = [
      String(was.roles) === String(is.roles) ? '' : ` TO ${roles.length === 0 ? 'PUBLIC' : roles.join(', ')}`,
      was.using === is.using ? '' : ` USING (${is.using})`,
      was.check === is.check ? '' : ` WITH CHECK (${is.check})`,
    ];
    const sql = `ALTER ${sqlAddress(after.id)}${clauses.join('')}`;
    return [{ sql, hazards: hazardsOfAlteredPolicy(before, after, context) }];
  },
  replacedOnCycle: 'first',
};
