import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { identifiersIn } from '../../postgres/identifier.ts';
import { blocksWrites, lockModes } from '../../postgres/locks.ts';
import { droppedNames, partitionOf } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByList } from '../../sql/relations.ts';
import { spelledChanges } from './inner-code.ts';
import { type RowCopy, rowCopy } from './row-copies.ts';
import { transactionsIn } from './transactions.ts';
import { alterations, statementsOf } from './trees.ts';

/** Rows of a table that lie elsewhere while another takes its place, and are put into that one. */
export interface RowsSetAside {
  /** What locks the table before. */
  readonly lock: Act;
  readonly save: RowCopy;
  readonly back: RowCopy;
}

/**
 * Every `INSERT INTO aside SELECT x, y FROM t` under a lock of t, of which the rows are put into t again in the same transaction, as
 * plans write it where a table becomes partitioned; not where something later in the migration takes rows out of a table, since these
 * may be there by then.
 */
export const rowsSetAside = once((subject: Subject): readonly RowsSetAside[] =>
  transactionsIn(subject).flatMap((acts) =>
    acts.some(({ head }) => head.startsWith('LOCK')) ? setAsideIn(subject, acts) : [],
  ),
);

function setAsideIn(subject: Subject, acts: readonly Act[]): readonly RowsSetAside[] {
  const copies = acts.flatMap((act) => rowCopy(act) ?? []);
  return copies.flatMap((save) => {
    const back = copies.find((copy) => isReturn(copy, save));
    const lock = lockOf(subject, save);
    if (back === undefined || lock === undefined || save.where !== undefined) return [];
    return areTaken(subject, save, back) ? [] : [{ lock, save, back }];
  });
}

/** Whether a copy puts back what another has saved. */
function isReturn({ act, into, copied, columns }: RowCopy, save: RowCopy): boolean {
  return (
    act.index > save.act.index &&
    isSame(copied, save.into) &&
    isSame(into, save.copied) &&
    columns.join('\0') === save.columns.join('\0')
  );
}

/** What keeps others from writing the table before it is copied. */
function lockOf(subject: Subject, { act, copied }: RowCopy): Act | undefined {
  const locks = [...statementsOf(subject, 'LockStmt', /^LOCK\b/)];
  return locks.find(({ act: { at, index, transaction }, node }) => {
    const mode = lockModes[(node.mode ?? 1) - 1];
    const isBefore = at === act.at && transaction === act.transaction && index < act.index;
    const isOfIt = (node.relations ?? []).some((item) => isSame(namedBy(byKind(item).RangeVar), copied));
    return isBefore && isOfIt && mode !== undefined && blocksWrites(mode);
  })?.act;
}

const deletes = /^(?:DELETE|TRUNCATE|MERGE|WITH)\b/;

/** Whether the same migration may take the rows away all the same: from where they lie, or from where they go. */
function areTaken(subject: Subject, save: RowCopy, back: RowCopy): boolean {
  const own = subject.acts.filter(({ at }) => at === save.act.at);
  const isLater = (act: Act) => act.at === save.act.at && compareActs(act, back.act) > 0;
  return (
    own.some((act) => isBetween(act, save.act, back.act) && mayChange(act, save.into)) ||
    own.some((act) => isLater(act) && deletes.test(act.head)) ||
    spelledChanges(subject).some(({ act, verb }) => isLater(act) && verb !== 'UPDATE') ||
    droppedTables(subject).some(({ act, table }) => isLater(act) && !isCopy(subject, table, act.at))
  );
}

function isBetween(act: Act, first: Act, last: Act): boolean {
  return compareActs(act, first) > 0 && compareActs(act, last) < 0;
}

/** Whether a statement may take rows out of the table that they lie in, or see them come back. */
function mayChange({ head, text }: Act, aside: Named): boolean {
  const isWatch = /^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?(?:TRIGGER|RULE)\b/.test(head);
  return isWatch || identifiersIn(text).has(aside.name);
}

/** Every table that a DROP TABLE names. */
export function droppedTables(subject: Subject): readonly { readonly act: Act; readonly table: Named }[] {
  return [...statementsOf(subject, 'DropStmt', /^DROP TABLE\b/)].flatMap(({ act, node }) =>
    droppedNames(node).map((parts) => ({ act, table: namedByList(parts) })),
  );
}

/** Whether a migration makes a table as a copy of something else, and attaches it to none. */
export function isCopy(subject: Subject, table: Named, at: number): boolean {
  const isMade = [...statementsOf(subject, 'CreateTableAsStmt', /^CREATE TABLE\b/)].some(
    ({ act, node }) => act.at === at && isSame(namedBy(node.into?.rel), table),
  );
  const isAttached = alterations(subject).some(
    ({ command }) =>
      command.subtype === 'AT_AttachPartition' && isSame(namedBy(partitionOf(command)?.name), table),
  );
  return isMade && !isAttached;
}
