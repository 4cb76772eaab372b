import type { Act, Rule } from '../../model/rule.ts';
import { isExisting, type Named, namedBy, namedByIdentity, shown } from '../reading/tables.ts';
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
      const { PartitionCmd } = (command.def ?? {}) as { PartitionCmd?: { name?: object } };
      const partition = namedBy(PartitionCmd?.name);
      for (const scanned of scannedBy(act, partition)) {
        const isItself = scanned.name === partition.name;
        yield {
          act,
          table: scanned,
          focus: partition.name,
          message: `attaching ${shown(partition)} to ${shown(table)} reads every row of ${isItself ? 'it' : `its default partition ${shown(scanned)}`} while everything that reads or writes ${isItself ? 'it' : 'that one'} waits`,
          notes: evidence(act),
          hint: `Give ${shown(scanned)} a CHECK beforehand that says ${isItself ? 'the same as the bounds' : 'that none of its rows are within the bounds'}, NOT VALID first and then validated: then nothing is read here. Drop it afterwards.`,
        };
      }
    }
  },
};

/** The tables in use whose rows the rehearsal saw checked; where it did not come so far, the partition itself. */
function scannedBy(act: Act, partition: Named): readonly Named[] {
  const read = act.ran ? unique(act.seen?.verifies ?? []).map(namedByIdentity) : [partition];
  return read.filter((table) => isExisting(act, table));
}
