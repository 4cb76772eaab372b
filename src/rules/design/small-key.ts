import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

/** How names end of columns that number rows; a year or a status code does not grow with the rows. */
const numbering = /(^|_)(id|no|nr|num|number|pk|key)$|[a-z]I[dD]$/;

export const smallKey: Rule = {
  id: 'small-key',
  group: 'design',
  severity: 'info',
  summary:
    'A key is an int4 or smaller: it is used up after two thousand million rows, deleted ones too, and then every INSERT fails.',
  descendsFrom: [
    'squawk:prefer-bigint-over-int',
    'squawk:prefer-bigint-over-smallint',
    'pgls:preferBigInt',
    'pgls:preferBigintOverInt',
    'pgls:preferBigintOverSmallint',
  ],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base, name, isKey, counts, isReference }) =>
        /^(integer|smallint|serial|smallserial|serial[24])$/.test(base) &&
        !isReference &&
        (counts !== undefined || name === 'id' || (isKey && numbering.test(name))),
      (columns, table, [first]) => ({
        message: `${columns} of ${table} ${first?.base.includes('small') ? 'ends at 32,767' : 'ends at 2,147,483,647'}`,
        hint: 'Make it bigint while the table is small: later that means rewriting the table.',
      }),
    );
  },
};
