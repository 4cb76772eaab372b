import type { Rule } from '../../model/rule.ts';
import { includesApi } from '../reading/rights.ts';
import { type Policy, policiesOf, tablesWithPolicies } from '../reading/row-security.ts';

export const policyAlwaysTrue: Rule = {
  id: 'policy-always-true',
  group: 'design',
  severity: 'warning',
  summary: 'A policy lets everybody write every row: row security is enabled and keeps nobody out.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of tablesWithPolicies(subject)) {
      const policies = policiesOf(subject, table);
      for (const policy of policies) {
        const { name, commands, isRestrictive, roles, act } = policy;
        if (act === undefined || isRestrictive || !includesApi(roles) || !letsWrite(policy)) continue;
        // Beside a restrictive policy it is as it should be: there must be one that permits.
        if (
          policies.some(
            (other) => other.isRestrictive && commands.every((one) => other.commands.includes(one)),
          )
        )
          continue;
        const isInsert = commands.every((one) => one === 'INSERT');
        // Elsewhere a GRANT says who may add rows, and a log takes those of everybody.
        if (isInsert && subject.history.platform !== 'supabase') continue;
        yield {
          act,
          focus: name,
          // A form that anybody may fill in is meant to be like that.
          ...(isInsert ? { severity: 'info' as const } : {}),
          message: `policy \`${name}\` of ${table.name} lets ${roles.join(', ')} ${doing(policy)} any row`,
          hint: 'Say in USING and WITH CHECK whose rows they are, or name the role that is meant: TO service_role.',
        };
      }
    }
  },
};

function letsWrite({ commands, isForAll, using, check }: Policy): boolean {
  if (isForAll) return using === 'true';
  const [command] = commands;
  if (command === 'INSERT') return check === 'true';
  if (command === 'UPDATE') return using === 'true' && /^(true)?$/.test(check);
  return command === 'DELETE' && using === 'true';
}

function doing({ isForAll, commands }: Policy): string {
  return isForAll ? 'write' : (commands[0] ?? '').toLowerCase();
}
