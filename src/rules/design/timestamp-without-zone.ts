import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const timestampWithoutZone: Rule = {
  id: 'timestamp-without-zone',
  group: 'design',
  severity: 'info',
  summary: 'A column holds times without a zone: which moment is meant depends on who reads it.',
  descendsFrom: ['squawk:prefer-timestamp-tz', 'pgls:preferTimestamptz'],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^timestamp(\(\d\))? without time zone/.test(base),
      (columns, table) => ({
        message: `times without a zone: ${columns} of ${table}`,
        hint: 'timestamp with time zone takes the same eight bytes, and holds a moment. In Prisma: @db.Timestamptz(3).',
      }),
    );
  },
};
