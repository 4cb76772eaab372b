import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

const amounts = /(amount|price|total|balance|cost|fee|salary|revenue|discount|paid|tax(es)?)(_|$|s$|[A-Z])/i;

export const floatAmount: Rule = {
  id: 'float-amount',
  group: 'design',
  severity: 'info',
  summary: 'A column that holds amounts is a floating-point number: sums drift by fractions.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base, name }) => /^(real|double precision)/.test(base) && amounts.test(name),
      (columns, table) => ({
        message: `amounts as floating-point numbers, whose sums drift: ${columns} of ${table}`,
        hint: 'Use numeric, or an integer of the smallest unit.',
      }),
    );
  },
};
