import type { Rule, Subject } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { isOptionOn } from '../../sql/clauses.ts';
import type { NodeOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factsOf, tableOf } from '../reading/facts.ts';
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
        table: tableOfReindex(subject, node),
        focus: 'REINDEX',
        message: `REINDEX of ${what} keeps writers waiting until it is done`,
        notes: evidence(act),
        hint:
          node.kind === 'REINDEX_OBJECT_SYSTEM'
            ? 'The catalogs cannot be rebuilt CONCURRENTLY: do it when the database may be out of use.'
            : [
                {
                  code: `${oneLine(act.text).replace(/^(REINDEX\s+(?:\([^)]*\)\s*)?\w+)/i, '$1 CONCURRENTLY')};`,
                },
                runnerWords(subject.history).outside,
              ],
      };
    }
  },
};

/** The one table that waits; undefined where there are several, or it is not known. */
function tableOfReindex(subject: Subject, { kind, relation }: NodeOf<'ReindexStmt'>): Named | undefined {
  const named = namedBy(relation);
  if (kind === 'REINDEX_OBJECT_TABLE') return named;
  if (kind !== 'REINDEX_OBJECT_INDEX') return undefined;
  const index = factsOf(subject, 'index').find(({ name }) => isSame(namedByIdentity(name), named));
  return index && namedByIdentity(tableOf(index));
}
