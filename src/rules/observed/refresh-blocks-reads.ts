import type { Rule } from '../../model/rule.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { isUnfilled } from '../reading/view-rows.ts';
import { evidence } from '../reading/wording.ts';

export const refreshBlocksReads: Rule = {
  id: 'refresh-blocks-reads',
  group: 'observed',
  severity: 'info',
  summary:
    'A materialized view is refreshed without CONCURRENTLY: nobody can read it until its query is done.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'RefreshMatViewStmt', /^REFRESH\b/)) {
      const view = namedBy(node.relation);
      if (node.concurrent === true || node.skipData === true || !isExisting(act, view)) continue;
      // Nobody reads it yet, and CONCURRENTLY is refused.
      if (isUnfilled(subject, act, view)) continue;
      yield {
        act,
        table: view,
        focus: view.name,
        message: `refreshing ${shown(view)} keeps everything that reads it waiting until its query is done`,
        notes: evidence(act),
        hint: [
          { code: `REFRESH MATERIALIZED VIEW CONCURRENTLY ${shown(view)};` },
          'It needs a unique index on the view.',
        ],
      };
    }
  },
};
