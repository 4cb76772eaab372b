import type { Act, Rule, Subject } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { droppedNames } from '../../sql/clauses.ts';
import { namedByList, shown } from '../../sql/relations.ts';
import { isPartitioned } from '../reading/facts.ts';
import { concurrently } from '../reading/fixes.ts';
import { dropsNothing, isExisting, isMissed } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { blockingLocks, evidence } from '../reading/wording.ts';

export const dropIndexBlocks: Rule = {
  id: 'drop-index-blocks',
  group: 'observed',
  severity: 'info',
  summary:
    'An index is dropped without CONCURRENTLY: its table is locked ACCESS EXCLUSIVE, and all wait behind the longest query that is under way.',
  descendsFrom: ['squawk:require-concurrent-index-deletion', 'strong_migrations:remove_index', 'atlas:PG102'],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'DropStmt', /^DROP INDEX\b/)) {
      if (node.concurrent === true) continue;
      const hasParts = dropsParts(subject, act);
      for (const parts of droppedNames(node)) {
        const index = namedByList(parts);
        if (dropsNothing(subject, act, node, index)) continue;
        if (!isMissed(act, node, index) && !isExisting(act, index)) continue;
        yield {
          act,
          focus: index.name,
          fix:
            droppedNames(node).length === 1 && !hasParts && node.behavior !== 'DROP_CASCADE'
              ? concurrently(act)
              : undefined,
          message: `dropping index ${shown(index)} waits for every query on its table, and what comes after waits behind it`,
          notes: evidence(act),
          hint: hasParts
            ? "An index of a partitioned table cannot be dropped CONCURRENTLY. Let the transaction do little else, and put a limit before it: SET lock_timeout = '2s';"
            : [{ code: `DROP INDEX CONCURRENTLY ${shown(index)};` }, runnerWords(subject.history).outside],
        };
      }
    }
  },
};

/** Whether an index of a partitioned table goes, which was locked, or with it those of its partitions. */
function dropsParts(subject: Subject, act: Act): boolean {
  const isLocked = blockingLocks(act).some(({ relation }) => isPartitioned(subject, relation));
  const events = act.seen?.events ?? [];
  return (
    isLocked ||
    events.some(({ action, type, implied }) => action === 'drop' && type === 'index' && implied === true)
  );
}
