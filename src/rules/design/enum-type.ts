import type { Rule } from '../../model/rule.ts';
import { bareName } from '../../postgres/identifier.ts';
import { stringsOf } from '../../sql/nodes.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { factsOf, isOwn, placeOf } from '../reading/facts.ts';
import { statementsOf } from '../reading/trees.ts';

const hint =
  'A lookup table with a foreign key lets values be added, removed, described and put in order by plain rows.';

export const enumType: Rule = {
  id: 'enum-type',
  group: 'design',
  severity: 'info',
  summary: 'An enum: its values cannot be removed, only added, and each is a change of schema.',
  descendsFrom: ['eugene:W13', 'pgls:creatingEnum'],
  *judge(subject) {
    for (const type of factsOf(subject, 'enum')) {
      if (!isOwn(subject, type.name)) continue;
      const labels = (type.definition.labels as readonly string[] | undefined) ?? [];
      yield {
        act: placeOf(subject, type.name),
        focus: bareName(type.name),
        message: `enum ${type.name} has ${labels.length} values, none of which can ever be removed`,
        hint,
      };
    }
    for (const { act, node } of statementsOf(subject, 'CreateEnumStmt', /^CREATE TYPE\b/)) {
      if (act.ran && subject.schema !== undefined) continue;
      const name = namedByList(stringsOf(node.typeName));
      yield {
        act,
        focus: name.name,
        message: `the values of enum ${shown(name)} can never be removed`,
        hint,
      };
    }
  },
};
