import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const timeWithZone: Rule = {
  id: 'time-with-zone',
  group: 'design',
  severity: 'info',
  summary:
    'A column is time with time zone: it keeps an offset without a day, which says nothing where clocks change.',
  descendsFrom: [],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^time(\(\d\))? with time zone/.test(base),
      (columns, table) => ({
        message: `a time of day with an offset, which is right for a part of the year only: ${columns} of ${table}`,
        hint: 'Use timestamp with time zone for a moment; time without time zone beside the name of the zone for what comes again every day.',
      }),
    );
  },
};
