import type { Rule } from '../../model/rule.ts';
import { parseGrant } from '../../postgres/grant.ts';
import { bareName } from '../../postgres/identifier.ts';
import { factsOf, isOwn, placeOf } from '../reading/facts.ts';

export const grantToPublic: Rule = {
  id: 'grant-to-public',
  group: 'design',
  severity: 'info',
  summary: 'A table is granted to PUBLIC: to every role that the server will ever have.',
  descendsFrom: [],
  *judge(subject) {
    for (const acl of factsOf(subject, 'acl')) {
      const of = acl.parent ?? '';
      if (!of.startsWith('table:')) continue;
      const granted = (acl.definition.granted as readonly string[] | undefined) ?? [];
      const toPublic = granted.map(parseGrant).filter(({ grantee }) => grantee === 'PUBLIC');
      const rights = [...new Set(toPublic.map(({ privilege }) => privilege))];
      const table = of.slice('table:'.length);
      if (rights.length === 0 || !isOwn(subject, table)) continue;
      yield {
        act:
          subject.acts.findLast(
            ({ head, text }) => head.startsWith('GRANT') && text.includes(bareName(table)),
          ) ?? placeOf(subject, table),
        focus: 'PUBLIC',
        message: `PUBLIC, which is every role there will ever be, may ${rights.join(', ')} on ${table}`,
        hint: [{ code: `REVOKE ALL ON ${table} FROM PUBLIC;` }, 'and grant to the roles that need it.'],
      };
    }
  },
};
