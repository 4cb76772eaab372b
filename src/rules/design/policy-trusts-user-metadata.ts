import type { Rule } from '../../model/rule.ts';
import { policiesOf, tablesWithPolicies } from '../reading/row-security.ts';

export const policyTrustsUserMetadata: Rule = {
  id: 'policy-trusts-user-metadata',
  group: 'design',
  severity: 'warning',
  summary:
    'A policy goes by user_metadata: on Supabase every user may change his own, and so lets himself in.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of tablesWithPolicies(subject)) {
      for (const { name, using, check, act } of policiesOf(subject, table)) {
        const field = /'user_metadata'|\braw_user_meta_data\b/
          .exec(`${using} ${check}`)?.[0]
          .replaceAll("'", '');
        if (field === undefined || act === undefined) continue;
        yield {
          act,
          focus: field,
          message: `policy \`${name}\` of ${table.name} goes by ${field}, which every user may change for himself`,
          hint: 'Go by app_metadata (raw_app_meta_data), which only the server writes, or by a table of roles.',
        };
      }
    }
  },
};
