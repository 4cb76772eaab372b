import type { Rule } from '../../model/rule.ts';
import { namedRelations } from '../../sql/parse.ts';

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
      if (
        !/^(CREATE|ALTER|DROP|TRUNCATE|INSERT|UPDATE|DELETE)\b/.test(act.head) ||
        /^\w+ (OR REPLACE )?(FUNCTION|PROCEDURE|INDEX)\b/.test(act.head)
      ) {
        if (!/^CREATE (UNIQUE )?INDEX\b/.test(act.head)) continue;
      }
      const bare = act.trees
        .flatMap((tree) => namedRelations(tree))
        .find(({ schema }) => schema === undefined);
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
