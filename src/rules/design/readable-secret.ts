import type { Rule, Subject } from '../../model/rule.ts';
import { byPosition, type Fact } from '../../model/schema.ts';
import { list } from '../../model/words.ts';
import { bareName, lastPart } from '../../postgres/identifier.ts';
import { isText } from '../../postgres/types/type-change.ts';
import { baseType } from '../reading/domains.ts';
import { childrenOf, isAssumed, ownTables, placeOf, textOf } from '../reading/facts.ts';
import { grantChanges, granteesOf, includesApi, isAbout, isInApi } from '../reading/rights.ts';
import { isReadableBy } from '../reading/row-security.ts';

export const readableSecret: Rule = {
  id: 'readable-secret',
  group: 'design',
  severity: 'warning',
  summary:
    'A column whose name tells of a secret, such as `password_hash`, `ssn` or `api_key`, may be read in every row by PUBLIC or by roles of an API (`anon`, `authenticated`, `web_anon`).',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const isOpen = table.definition.rowSecurity !== true;
      // That Supabase's API hands out the whole table is a finding of its own.
      if (isAssumed(subject, table.name) || (isOpen && isInApi(subject, table.schema))) continue;
      const secrets = childrenOf(subject, table.id, 'column').filter((column) => isSecret(subject, column));
      const readable = secrets
        .toSorted(byPosition)
        .map((column) => ({ column, roles: readersOfAll(subject, table, column) }))
        .filter(({ roles }) => roles.length > 0);
      if (readable.length === 0) continue;
      const roles = [...new Set(readable.flatMap((one) => one.roles))].sort().join(', ');
      const columns = readable.map(({ column }) => lastPart(column.name));
      yield {
        act: placeOfGrant(subject, table),
        focus: [...columns.map(bareName), bareName(table.name)],
        message: `${roles} may read ${list(columns)} of ${table.name} in every row`,
        hint: [
          'Keep what is secret in a table of its own, or grant the columns that are meant:',
          {
            code: `REVOKE SELECT ON ${table.name} FROM ${roles};\nGRANT SELECT (…) ON ${table.name} TO ${roles};`,
          },
        ],
      };
    }
  },
};

/** The words of a name, joined by underscores, by which it tells of a secret; tokens of pages are none. */
const secret =
  /(^|_)(password|passwd|passphrase|pwd|secret|ssn|social_security_number|api_?key|(private|secret|encryption|signing)_key|(?<!(page|cursor|continuation|sync)_)token|cvv|credit_card_number)(_?(hash|digest|hashed|encrypted))?$/;

/** Whether a column is for text or bytes, and its name tells of a secret. */
function isSecret(subject: Subject, column: Fact): boolean {
  const words = bareName(column.name)
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const type = baseType(subject, textOf(column, 'type')).replace(/\(.*\)/, '');
  return secret.test(words) && (isText(type) || /^(bytea|uuid)$/.test(type));
}

/** The roles, of an API or PUBLIC, that get at the column in every row. */
function readersOfAll(subject: Subject, table: Fact, column: Fact): readonly string[] {
  const granted = [...granteesOf(subject, table, ['SELECT']), ...granteesOf(subject, column, ['SELECT'])];
  return granted.filter(
    (role) =>
      includesApi([role]) && (table.definition.rowSecurity !== true || isReadableBy(subject, table, role)),
  );
}

/** The last GRANT about a table; where none names it, what made it. */
function placeOfGrant(subject: Subject, table: Fact) {
  const given = grantChanges(subject).findLast(
    ({ node }) => node.is_grant === true && isAbout(node, table.name),
  );
  return given?.act ?? placeOf(subject, table.name);
}
