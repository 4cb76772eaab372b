import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';

export const jsonType: Rule = {
  id: 'json-type',
  group: 'design',
  severity: 'warning',
  summary: 'A column is json: it has no equality, so that DISTINCT, GROUP BY and UNION over it fail.',
  descendsFrom: ['eugene:E3', 'strong_migrations:add_column_json', 'pgls:preferJsonb'],
  *judge(subject) {
    yield* judgeColumns(
      subject,
      ({ base }) => /^json(\[\])*$/.test(base),
      (columns, table) => ({
        message: `json, which has no equality, so that SELECT DISTINCT fails: ${columns} of ${table}`,
        hint: 'Use jsonb.',
      }),
    );
  },
};
