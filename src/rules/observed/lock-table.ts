import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { blocksWrites, lockModes, lockName } from '../../postgres/locks.ts';
import { byKind, type NodeOf, walk } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, shown } from '../../sql/relations.ts';
import { rowsSetAside } from '../reading/rows-set-aside.ts';
import { isExisting } from '../reading/tables.ts';
import { transactionsIn } from '../reading/transactions.ts';
import { statementsOf } from '../reading/trees.ts';
import { waits } from '../reading/wording.ts';

export const lockTable: Rule = {
  id: 'lock-table',
  group: 'observed',
  severity: 'info',
  summary:
    'LOCK TABLE, or a query FOR UPDATE of all rows, holds an existing table until the transaction ends.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of statementsOf(subject, 'LockStmt', /^LOCK\b/)) {
      const mode = lockModes[(node.mode ?? 1) - 1];
      if (mode === undefined || !blocksWrites(mode)) continue;
      for (const relation of node.relations ?? []) {
        const table = namedBy(byKind(relation).RangeVar);
        if (!isExisting(act, table) || isForCopying(subject, act, table)) continue;
        yield {
          act,
          focus: table.name,
          message: `${shown(table)} is locked ${lockName(mode)} until the transaction ends: ${waits(mode)}`,
          hint: 'Take it as late as can be, in a transaction that does nothing else, after SET LOCAL lock_timeout.',
        };
      }
    }
    yield* lockedRows(subject);
  },
};

/** Whether the rows of the table are set aside under the lock: work-under-lock tells why it is held, and for how long. */
function isForCopying(subject: Subject, act: Act, table: Named): boolean {
  return rowsSetAside(subject).some(({ lock, save }) => lock === act && isSame(save.copied, table));
}

/** Queries that lock all rows of a table, while the transaction goes on: LOCK TABLE by another name. */
function* lockedRows(subject: Subject): Iterable<Verdict> {
  for (const acts of transactionsIn(subject)) {
    for (const act of acts.slice(0, -1)) {
      if (!/^(SELECT|WITH)\b/.test(act.head) || !/\bFOR\s+(NO\s+KEY\s+)?UPDATE\b/i.test(act.text)) continue;
      const tables = wholeTables(act).filter((table) => isExisting(act, table));
      if (tables.length === 0 || acts.slice(acts.indexOf(act) + 1).every(({ head }) => isEnd.test(head)))
        continue;
      yield {
        act,
        focus: 'UPDATE',
        message: `every row of ${tables.map(shown).join(' and ')} is locked until the transaction ends: every UPDATE and DELETE on it waits`,
        hint: 'Lock the rows that are to be changed, in the statement that changes them or right before it.',
      };
    }
  }
}

const isEnd = /^(COMMIT|END|ROLLBACK)\b/;

/** The tables of an act's queries FOR UPDATE that leave out no row. */
function wholeTables({ trees }: Act): readonly Named[] {
  const found: Named[] = [];
  walk(trees, (node, kind) => {
    if (kind !== 'SelectStmt') return;
    const { lockingClause = [], whereClause, limitCount, fromClause = [] } = node as NodeOf<'SelectStmt'>;
    const isForUpdate = lockingClause.some((item) =>
      /^LCS_FOR(NOKEY)?UPDATE$/.test(byKind(item).LockingClause?.strength ?? ''),
    );
    const relation = byKind(fromClause[0]).RangeVar;
    const isWhole = whereClause === undefined && limitCount === undefined && fromClause.length === 1;
    if (isForUpdate && isWhole && relation !== undefined) found.push(namedBy(relation));
  });
  return found;
}
