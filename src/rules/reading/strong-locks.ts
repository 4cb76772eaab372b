import type { AlterTableCmd, AlterTableStmt } from '@pgsql/types';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import type { LockMode } from '../../model/trace.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import { blocksReads, lockModes } from '../../postgres/locks.ts';
import { columnOf, constraintsOf, partitionOf } from '../../sql/clauses.ts';
import { byKind, stringsOf } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity, namedByList } from '../../sql/relations.ts';
import { isExisting, isIdle } from './tables.ts';
import { transactionOf } from './transactions.ts';
import { blockingLocks } from './wording.ts';

/** A lock on a table that may be in use, under which writers wait. */
interface StrongLock {
  readonly relation: string;
  readonly mode: LockMode;
}

/** The locks that the act was seen to take; where it did not run, those that its text implies. */
export function strongLocks(act: Act): readonly StrongLock[] {
  if (act.ran) return blockingLocks(act);
  return deduced(act)
    .filter(({ table }) => isExisting(act, table))
    .map(({ table, mode }) => ({ relation: qualifiedName(table.schema ?? 'public', table.name), mode }));
}

interface Deduced {
  readonly table: Named;
  readonly mode: LockMode;
}

/**
 * Commands of ALTER TABLE that leave writers of the table alone; DETACH PARTITION does so with CONCURRENTLY.
 * https://www.postgresql.org/docs/18/sql-altertable.html
 */
const gentle =
  /^AT_(ValidateConstraint|AttachPartition|DetachPartitionFinalize|SetStatistics|SetOptions|ResetOptions|ClusterOn|DropCluster|SetRelOptions|ResetRelOptions)$/;

function deduced(act: Act): readonly Deduced[] {
  if (
    !/^(ALTER TABLE|DROP TABLE|TRUNCATE|CREATE (UNIQUE )?INDEX|CREATE( OR REPLACE)? TRIGGER)\b/.test(act.head)
  )
    return [];
  return act.trees.flatMap((tree): readonly Deduced[] => {
    const { AlterTableStmt, IndexStmt, TruncateStmt, DropStmt, CreateTrigStmt } = byKind(tree);
    if (AlterTableStmt !== undefined) return lockedByAlter(AlterTableStmt);
    const moved = byKind(tree).RenameStmt ?? byKind(tree).AlterObjectSchemaStmt;
    if (moved !== undefined) return [{ table: namedBy(moved.relation), mode: 'AccessExclusiveLock' }];
    if (CreateTrigStmt !== undefined)
      return [{ table: namedBy(CreateTrigStmt.relation), mode: 'ShareRowExclusiveLock' }];
    if (IndexStmt !== undefined)
      return IndexStmt.concurrent === true ? [] : [{ table: namedBy(IndexStmt.relation), mode: 'ShareLock' }];
    if (TruncateStmt !== undefined)
      return (TruncateStmt.relations ?? []).map((item) => ({
        table: namedBy(byKind(item).RangeVar),
        mode: 'AccessExclusiveLock',
      }));
    if (DropStmt?.removeType !== 'OBJECT_TABLE') return [];
    return (DropStmt.objects ?? []).map((name) => ({
      table: namedByList(stringsOf(name)),
      mode: 'AccessExclusiveLock',
    }));
  });
}

/** Its own table where it does not leave writers alone, the tables that new keys refer to, and a partition that is attached. */
function lockedByAlter({ relation, cmds }: AlterTableStmt): readonly Deduced[] {
  const commands = (cmds ?? []).flatMap((item) => byKind(item).AlterTableCmd ?? []);
  const table = namedBy(relation);
  const modes = commands.flatMap((command) => ownMode(command) ?? []);
  const strongest = lockModes.findLast((mode) => modes.includes(mode));
  const others = commands.flatMap(lockedElsewhere).filter((other) => !isSame(other.table, table));
  return [...(strongest === undefined ? [] : [{ table, mode: strongest }]), ...others];
}

/** The mode in which a command locks its own table; undefined where writers go on. */
function ownMode(command: AlterTableCmd): LockMode | undefined {
  const { subtype = '', def } = command;
  if (gentle.test(subtype) || partitionOf(command)?.concurrent === true) return undefined;
  const isKey = byKind(def).Constraint?.contype === 'CONSTR_FOREIGN';
  return isKey || /^AT_(Enable|Disable)\w*Trig/.test(subtype)
    ? 'ShareRowExclusiveLock'
    : 'AccessExclusiveLock';
}

/** The other tables that a command locks. */
function lockedElsewhere(command: AlterTableCmd): readonly Deduced[] {
  if (command.subtype === 'AT_AttachPartition')
    return [{ table: namedBy(partitionOf(command)?.name), mode: 'AccessExclusiveLock' }];
  const added = byKind(command.def).Constraint;
  return [...(added === undefined ? [] : [added]), ...constraintsOf(columnOf(command))]
    .filter(({ contype }) => contype === 'CONSTR_FOREIGN')
    .map(({ pktable }) => ({ table: namedBy(pktable), mode: 'ShareRowExclusiveLock' }));
}

/** An act, and the lock that it takes. */
interface Locking {
  readonly act: Act;
  readonly lock: StrongLock;
}

/**
 * The first act of a transaction that keeps writers of the table waiting while the given one runs, be it that one itself;
 * undefined where none does.
 */
export function lockedBy(subject: Subject, until: Act, table: Named): Locking | undefined {
  for (const act of transactionOf(subject, until)) {
    if (compareActs(act, until) > 0) return undefined;
    const lock = strongLocks(act).find(({ relation }) => isSame(namedByIdentity(relation), table));
    if (lock !== undefined) return { act, lock };
  }
  return undefined;
}

/** The first act of a transaction with a lock that blocks readers of an existing table, and that lock. */
export function firstExclusive(acts: readonly Act[]): Locking | undefined {
  for (const act of acts) {
    if (isIdle(act)) continue;
    const lock = strongLocks(act).find(({ mode }) => blocksReads(mode));
    if (lock !== undefined) return { act, lock };
  }
  return undefined;
}
