import type { Rule } from '../../model/rule.ts';
import { relationsRead } from '../../sql/parse.ts';

const asked = /^(CREATE|ALTER|DROP|TRUNCATE|INSERT|UPDATE|DELETE)\b/;

/** Routines are found by other means, and of an index no table is named. */
const passedOver = /^(\w+ (OR REPLACE )?(FUNCTION|PROCEDURE)|(ALTER|DROP) INDEX)\b/;

export const unqualifiedName: Rule = {
  id: 'unqualified-name',
  group: 'policy',
  severity: 'warning',
  summary:
    'A table is named without its schema, which the policy `qualifiedNames` demands: which one is meant depends on search_path.',
  descendsFrom: ['squawk:require-table-schema'],
  *judge(subject) {
    if (subject.policies.qualifiedNames !== true) return;
    for (const act of subject.acts) {
      if (!asked.test(act.head) || passedOver.test(act.head)) continue;
      const bare = relationsRead(act.trees).find(({ schema }) => schema === undefined);
      if (bare === undefined) continue;
      yield {
        act,
        focus: bare.name,
        message: `\`${bare.name}\` is named without its schema`,
        hint: `Write public.${bare.name}, or the schema that is meant.`,
      };
    }
  },
};
