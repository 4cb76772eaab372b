import type { Rule } from '../../model/rule.ts';
import { blocksWrites, lockModes, lockName } from '../../postgres/locks.ts';
import { byKind } from '../../sql/nodes.ts';
import { namedBy, shown } from '../../sql/relations.ts';
import { isExisting } from '../reading/tables.ts';
import { statementsOf } from '../reading/trees.ts';
import { waits } from '../reading/wording.ts';

export const lockTable: Rule = {
  id: 'lock-table',
  group: 'observed',
  severity: 'info',
  summary: 'LOCK TABLE holds an existing table until the transaction ends.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'LockStmt', /^LOCK\b/)) {
      const mode = lockModes[(node.mode ?? 1) - 1];
      if (mode === undefined || !blocksWrites(mode)) continue;
      for (const relation of node.relations ?? []) {
        const table = namedBy(byKind(relation).RangeVar);
        if (!isExisting(act, table)) continue;
        yield {
          act,
          focus: table.name,
          message: `${shown(table)} is locked ${lockName(mode)} until the transaction ends: ${waits(mode)}`,
          hint: 'Take it as late as can be, in a transaction that does nothing else, after SET LOCAL lock_timeout.',
        };
      }
    }
  },
};
