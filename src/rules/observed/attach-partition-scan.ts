import type { Act, Rule } from '../../model/rule.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { isSame, type Named, namedBy, namedByIdentity, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { alterations } from '../reading/trees.ts';
import { evidence, unique } from '../reading/wording.ts';

export const attachPartitionScan: Rule = {
  id: 'attach-partition-scan',
  group: 'observed',
  severity: 'warning',
  summary:
    'A table is attached as a partition without a CHECK that proves its bounds: every row of it, or of the default partition, is read under ACCESS EXCLUSIVE.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_AttachPartition') continue;
      const partition = namedBy(partitionOf(command)?.name);
      for (const scanned of scannedBy(act, partition)) {
        const [rows, users, proof] = isSame(scanned, partition)
          ? ['it', 'it', 'the same as the bounds']
          : [
              `its default partition ${shown(scanned)}`,
              'that one',
              'that none of its rows are within the bounds',
            ];
        yield {
          act,
          table: scanned,
          focus: partition.name,
          message: `attaching ${shown(partition)} to ${shown(table)} reads every row of ${rows} while everything that reads or writes ${users} waits`,
          notes: evidence(act),
          hint: `Give ${shown(scanned)} a CHECK beforehand that says ${proof}, NOT VALID first and then validated: then nothing is read here. Drop it afterwards.`,
        };
      }
    }
  },
};

/** The tables in use whose rows the rehearsal saw checked; the partition itself where the statement did not run. */
function scannedBy(act: Act, partition: Named): readonly Named[] {
  const read = act.ran ? unique(act.seen?.verifies ?? []).map(namedByIdentity) : [partition];
  return read.filter((table) => isExisting(act, table));
}
