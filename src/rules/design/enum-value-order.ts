import type { Rule } from '../../model/rule.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { statementsOf } from '../reading/trees.ts';

export const enumValueOrder: Rule = {
  id: 'enum-value-order',
  group: 'design',
  severity: 'info',
  summary: 'An enum value is added without BEFORE or AFTER: it sorts last, which only a new type can change.',
  descendsFrom: ['squawk:require-enum-value-ordering'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'AlterEnumStmt', /^ALTER TYPE\b/)) {
      if (node.oldVal !== undefined || node.newValNeighbor !== undefined) continue;
      yield {
        act,
        focus: 'VALUE',
        message: `value ${quoteLiteral(node.newVal ?? '')} of ${shown(namedByList(stringsOf(node.typeName)))} sorts after all others, and cannot be moved`,
        hint: `Say where it belongs: ADD VALUE ${quoteLiteral(node.newVal ?? '')} AFTER '…';`,
      };
    }
  },
};
