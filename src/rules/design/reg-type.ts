import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

/** Of the other reg types the oids stay. https://www.postgresql.org/docs/18/pgupgrade.html */
const refused = /^reg(collation|config|dictionary|namespace|oper|operator|proc|procedure)(\[\])*$/;

export const regType: Rule = {
  id: 'reg-type',
  group: 'design',
  severity: 'info',
  summary:
    'A column holds references to objects of the catalog by their oid, which pg_upgrade does not keep: it refuses the database.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => refused.test(base),
      (columns, table) => ({
        message: `references by oid, for which pg_upgrade refuses the database: ${columns} of ${table}`,
        hint: 'Keep the name in a text column, and turn it into the reference where it is used.',
      }),
    );
  },
};
