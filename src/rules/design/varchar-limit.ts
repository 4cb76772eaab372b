import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const varcharLimit: Rule = {
  id: 'varchar-limit',
  group: 'design',
  severity: 'info',
  summary: 'A column is varchar(n): the limit is hard to lower, and a longer value makes a write fail.',
  descendsFrom: ['squawk:prefer-text-field', 'pgls:preferTextField'],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^character varying\(\d+\)/.test(base),
      (columns, table) => ({
        message: `limited by varchar(n): ${columns} of ${table}`,
        hint: 'text is stored the same way; a CHECK on its length can be changed without touching the type, NOT VALID first.',
      }),
    );
  },
};
