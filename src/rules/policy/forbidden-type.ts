import type { Rule } from '../../model/rule.ts';
import { elementType } from '../../postgres/types/type-change.ts';
import { judgeColumns } from '../reading/columns.ts';

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
        ({ type: own, base }) => [own, elementType(own), elementType(base)].includes(type),
        (columns, table) => ({ message: `${columns} of ${table}: type ${type} is forbidden`, hint: why }),
      );
    }
  },
};
