import type { Rule } from '../../model/rule.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { ownTables } from '../reading/facts.ts';
import { indexesOf } from '../reading/keys.ts';
import { placeOfIndex } from '../reading/places.ts';
import { statementsOf } from '../reading/trees.ts';

export const wideIndex: Rule = {
  id: 'wide-index',
  group: 'design',
  severity: 'info',
  summary:
    'An index that is not unique has more than three keys: each write maintains all of them, and the later ones seldom help.',
  descendsFrom: ['strong_migrations:add_index_columns'],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      for (const index of indexesOf(subject, table)) {
        if (index.unique || index.keys.length <= 3 || index.method !== 'btree') continue;
        yield {
          act: placeOfIndex(subject, index),
          focus: index.name,
          message: `index \`${index.name}\` of ${table.name} has ${index.keys.length} keys: ${index.keys.join(', ')}`,
          hint: 'Keep the keys that narrow the search most; columns that are only read belong into INCLUDE.',
        };
      }
    }
    for (const { act, node } of statementsOf(subject, 'IndexStmt', /^CREATE INDEX\b/)) {
      const keys = node.indexParams?.length ?? 0;
      if (act.ran || keys <= 3 || (node.accessMethod ?? 'btree') !== 'btree') continue;
      const table = namedBy(node.relation);
      yield {
        act,
        focus: node.idxname ?? table.name,
        message: `index \`${node.idxname ?? ''}\` of ${shown(table)} has ${keys} keys`,
        hint: 'Keep the keys that narrow the search most; columns that are only read belong into INCLUDE.',
      };
    }
  },
};
