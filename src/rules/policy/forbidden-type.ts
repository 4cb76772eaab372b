import type { Rule } from '../../model/rule.ts';
import { judgeColumns } from '../reading/columns.ts';
import { bareType } from '../reading/trees.ts';

export const forbiddenType: Rule = {
  id: 'forbidden-type',
  group: 'policy',
  severity: 'error',
  summary: 'A column has a type that the policy `forbiddenTypes` forbids.',
  descendsFrom: [],
  *judge(subject) {
    for (const [type, why] of Object.entries(subject.policies.forbiddenTypes ?? {})) {
      yield* judgeColumns(
        subject,
        (column) => column.type === type || bareType(column.type) === type,
        (columns, table) => ({ message: `${columns} of ${table}: type ${type} is forbidden`, hint: why }),
      );
    }
  },
};
