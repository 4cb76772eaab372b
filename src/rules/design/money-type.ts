import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const moneyType: Rule = {
  id: 'money-type',
  group: 'design',
  severity: 'info',
  summary: 'A column is money: what it means depends on the server setting lc_monetary.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^money(\[\])*$/.test(base),
      (columns, table) => ({
        message: `money, which means another currency where lc_monetary differs: ${columns} of ${table}`,
        hint: 'Use numeric, with the currency in a column of its own.',
      }),
    );
  },
};
