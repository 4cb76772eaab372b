import type { Rule, Subject } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { factsOf, textOf } from '../reading/facts.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';
import { evidence } from '../reading/wording.ts';

export const detachPartitionBlocks: Rule = {
  id: 'detach-partition-blocks',
  group: 'observed',
  severity: 'warning',
  summary:
    'A partition is detached without CONCURRENTLY: the whole partitioned table is locked ACCESS EXCLUSIVE.',
  descendsFrom: ['squawk:require-concurrent-partition-detach'],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_DetachPartition' || !isExisting(act, table)) continue;
      const detach = partitionOf(command);
      if (detach?.concurrent === true) continue;
      const partition = shown(namedBy(detach?.name));
      yield {
        act,
        table,
        focus: 'DETACH',
        message: `detaching ${partition} keeps everything that reads or writes ${shown(table)} waiting, all its partitions with it`,
        notes: evidence(act),
        hint: hasDefault(subject, table)
          ? "Beside a default partition none can be detached CONCURRENTLY. Let the transaction do little else, and put a limit before it: SET lock_timeout = '2s';"
          : [
              { code: `ALTER TABLE ${shown(table)} DETACH PARTITION ${partition} CONCURRENTLY;` },
              `PostgreSQL has that from 14 on. ${runnerWords(subject.history).outside}`,
            ],
      };
    }
  },
};

/** Whether a partitioned table has a default partition. */
function hasDefault(subject: Subject, table: Named): boolean {
  return factsOf(subject, 'partition').some(
    (partition) =>
      textOf(partition, 'bound') === 'DEFAULT' && isSame(namedByIdentity(textOf(partition, 'of')), table),
  );
}
