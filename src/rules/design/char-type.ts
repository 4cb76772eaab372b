import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const charType: Rule = {
  id: 'char-type',
  group: 'design',
  severity: 'info',
  summary: 'A column is char(n): values are filled up with blanks, which some comparisons then ignore.',
  descendsFrom: ['squawk:ban-char-field', 'pgls:banCharField'],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^character(\(\d+\))?(\[\])*$/.test(base),
      (columns, table) => ({
        message: `char(n), filled up with blanks: ${columns} of ${table}`,
        hint: 'Use text, with CHECK (length(…) = n) where the length matters.',
      }),
    );
  },
};
