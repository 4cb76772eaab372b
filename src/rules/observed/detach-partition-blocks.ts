import type { Rule } from '../../model/rule.ts';
import { runnerWords } from '../../model/runner-words.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { namedBy, shown } from '../../sql/relations.ts';
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
        focus: 'DETACH',
        message: `detaching ${partition} keeps everything that reads or writes ${shown(table)} waiting, all its partitions with it`,
        notes: evidence(act),
        hint: [
          { code: `ALTER TABLE ${shown(table)} DETACH PARTITION ${partition} CONCURRENTLY;` },
          runnerWords(subject.history).outside,
        ],
      };
    }
  },
};
