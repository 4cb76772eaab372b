import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factsOf, isOwn, placeOf } from '../reading/facts.ts';
import { isInApi } from '../reading/rights.ts';

export const extensionInPublic: Rule = {
  id: 'extension-in-public',
  group: 'design',
  severity: 'info',
  summary:
    "On Supabase an extension is created in `public`: the API hands out its functions along with the project's own.",
  descendsFrom: [],
  *judge(subject) {
    for (const { name, definition } of factsOf(subject, 'extension')) {
      if (!isInApi(subject, String(definition.schema)) || !isOwn(subject, name)) continue;
      yield {
        act: placeOf(subject, name),
        focus: bareName(name),
        message: `extension ${name} is created in public, whose functions Supabase's API hands out`,
        hint: { code: `CREATE EXTENSION ${name} WITH SCHEMA extensions;` },
      };
    }
  },
};
