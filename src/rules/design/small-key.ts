import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

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
      ({ type, name, counts, isReference }) =>
        /^(integer|smallint|serial|smallserial|serial[24])$/.test(type) &&
        !isReference &&
        (counts !== undefined || name === 'id'),
      (columns, table, [first]) => ({
        message: `${columns} of ${table} ${first?.type.includes('small') ? 'ends at 32,767' : 'ends at 2,147,483,647'}`,
        hint: 'Make it bigint while the table is small: later that means writing the table anew.',
      }),
    );
  },
};
