import { objectId } from '../../model/object-id.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import { identifierPattern } from '../../postgres/identifier.ts';
import { elementOf } from '../../postgres/types/type-change.ts';
import { judgeColumns } from '../reading/columns.ts';
import { baseType } from '../reading/domains.ts';
import { factOf } from '../reading/facts.ts';

/** Of the other reg types the oids stay. https://www.postgresql.org/docs/18/pgupgrade.html */
const refused = /^reg(collation|config|dictionary|namespace|oper|operator|proc|procedure)(\[\])*$/;

export const regType: Rule = {
  id: 'reg-type',
  group: 'design',
  severity: 'info',
  summary:
    'A column holds references to objects of the catalog by their oid, be it within a composite type, which pg_upgrade does not keep: it refuses the database.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => holdsReference(subject, base),
      (columns, table) => ({
        message: `references by oid, for which pg_upgrade refuses the database: ${columns} of ${table}`,
        hint: 'Keep the name in a text column, and turn it into the reference where it is used.',
      }),
    );
  },
};

/** Whether a type is such a reference, or a composite type that holds one, also by way of arrays, domains and other composites. */
function holdsReference(subject: Subject, type: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (refused.test(type)) return true;
  const name = elementOf(baseType(subject, elementOf(type)));
  const attributes = factOf(subject, objectId('composite-type', name))?.definition.attributes;
  if (!Array.isArray(attributes) || seen.has(name)) return refused.test(name);
  return attributes.some((attribute: string) =>
    holdsReference(
      subject,
      attribute.replace(attributeName, '').replace(collation, ''),
      new Set([...seen, name]),
    ),
  );
}

/** An attribute is written `name type COLLATE other`. */
const attributeName = new RegExp(`^${identifierPattern} `);
const collation = / COLLATE .*$/;
