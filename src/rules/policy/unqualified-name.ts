import type { Rule } from '../../model/rule.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import { type RelationNamed, relationsNamed } from '../../sql/relations-named.ts';
import { innerActs } from '../reading/inner-code.ts';

/**
 * Routines and types are found by other means, the tables of another server have no path to be found on, and what CREATE SCHEMA
 * makes lies in that schema.
 */
const passedOver =
  /^((CREATE|ALTER|DROP) (OR REPLACE )?(AGGREGATE|FUNCTION|PROCEDURE|ROUTINE|TYPE)|IMPORT FOREIGN SCHEMA|CREATE SCHEMA)\b/;

export const unqualifiedName: Rule = {
  id: 'unqualified-name',
  group: 'policy',
  severity: 'warning',
  summary:
    'A table, view, sequence or index is named without its schema, which the policy `qualifiedNames` demands: which one is meant depends on search_path.',
  descendsFrom: ['squawk:require-table-schema'],
  *judge(subject) {
    if (subject.policies.qualifiedNames !== true) return;
    const temporary = new Set<string>();
    for (const act of subject.acts.flatMap((one) => [one, ...innerActs(one)])) {
      if (passedOver.test(act.head)) continue;
      const bare = relationsNamed(act.trees).find((relation) => {
        const key = `${act.at} ${relation.name}`;
        if (relation.isTemporary) temporary.add(key);
        return isBare(relation) && !temporary.has(key);
      });
      if (bare === undefined) continue;
      yield {
        act,
        focus: bare.name,
        message: `\`${bare.name}\` is named without its schema`,
        hint: `Write ${qualifiedName('public', bare.name)}, or the schema that is meant.`,
      };
    }
  },
};

/** Whether a relation is looked for on the search path; the system's own are found on any. */
function isBare({ schema, name }: RelationNamed): boolean {
  return schema === undefined && !name.startsWith('pg_');
}
