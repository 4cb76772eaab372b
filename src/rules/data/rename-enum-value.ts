import type { Rule } from '../../model/rule.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { isTypeMadeHere } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';

export const renameEnumValue: Rule = {
  id: 'rename-enum-value',
  group: 'data',
  severity: 'warning',
  summary: 'An enum value is renamed: code that reads or writes the old one fails from that moment on.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'AlterEnumStmt', /^ALTER TYPE\b/)) {
      const type = namedByList(stringsOf(node.typeName));
      if (node.oldVal === undefined || (act.ran && isTypeMadeHere(subject, act, type))) continue;
      yield {
        act,
        focus: 'VALUE',
        message: `code that writes ${quoteLiteral(node.oldVal)} into ${shown(type)} fails once it is called ${quoteLiteral(node.newVal ?? '')}`,
        hint: 'Add the new value in one migration; once the code writes only that, change the rows over.',
      };
    }
  },
};
