import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const roundedTime: Rule = {
  id: 'rounded-time',
  group: 'design',
  severity: 'info',
  summary:
    'A column keeps whole seconds only: its values are rounded, not cut, so that half of them lie in the future.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^time(stamp)?\(0\) with/.test(base),
      (columns, table) => ({
        message: `times rounded to whole seconds, up as well as down: ${columns} of ${table}`,
        hint: "Keep the full precision, and cut where it is shown: date_trunc('second', …).",
      }),
    );
  },
};
