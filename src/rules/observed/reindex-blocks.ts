import type { Rule } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { isOptionOn } from '../../sql/clauses.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { evidence, oneLine } from '../reading/wording.ts';

export const reindexBlocks: Rule = {
  id: 'reindex-blocks',
  group: 'observed',
  severity: 'warning',
  summary: 'REINDEX without CONCURRENTLY: writes wait, and reads that would use the index as well.',
  descendsFrom: ['squawk:require-concurrent-reindex'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'ReindexStmt', /^REINDEX\b/)) {
      const relation = namedBy(node.relation);
      if (isOptionOn(node.params, 'concurrently')) continue;
      if (node.relation !== undefined && !isExisting(act, relation)) continue;
      const what = node.relation === undefined ? (node.name ?? 'the database') : shown(relation);
      yield {
        act,
        focus: 'REINDEX',
        message: `REINDEX of ${what} keeps writers waiting until it is done`,
        notes: evidence(act),
        hint: [
          { code: `${oneLine(act.text).replace(/^(REINDEX\s+(?:\([^)]*\)\s*)?\w+)/i, '$1 CONCURRENTLY')};` },
          runnerWords(subject.history).outside,
        ],
      };
    }
  },
};
