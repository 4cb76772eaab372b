import { once } from '../../model/once.ts';
import { type Act, compareActs, type Subject } from '../../model/rule.ts';
import { lossOf } from '../../postgres/types/type-loss.ts';
import { partitionOf } from '../../sql/clauses.ts';
import { byKind } from '../../sql/nodes.ts';
import { isSame, type Named, namedBy, namedByIdentity } from '../../sql/relations.ts';
import { isGenerated, typeBefore } from './column-types.ts';
import { type RowsSetAside, rowsSetAside } from './rows-set-aside.ts';
import { alterations, statementsOf } from './trees.ts';

/** What does not come back of a table whose rows were set aside before it was dropped. */
export interface LeftBehind {
  /** Columns whose values are not among them, or not as they were. */
  readonly columns: readonly string[];
  /** What is true of the rows that come back; undefined where all do. */
  readonly where: string | undefined;
}

/** What is lost when an act drops a table; undefined where its rows were not set aside, so that all are. */
export function leftBehind(subject: Subject, act: Act, table: Named): LeftBehind | undefined {
  const aside = rowsSetAside(subject).filter(
    ({ save, back }) => compareActs(save.act, act) < 0 && compareActs(act, back.act) < 0,
  );
  if (aside.length === 0) return undefined;
  const own = aside.find(({ save }) => isSame(save.copied, table));
  const partitions = linksAt(subject, act);
  if (own !== undefined) {
    // ONLY leaves the rows of all partitions out, and a partitioned table has no others.
    if (own.save.isOnly && partitions.some(({ whole }) => isSame(whole, table))) return undefined;
    return { columns: columnsLeft(subject, act, own), where: own.back.where };
  }
  // Rows of a partition are told of with those of the table that is copied.
  const wholes = wholesOf(table, partitions);
  const isCopied = aside.some(({ save }) => !save.isOnly && wholes.some((one) => isSame(one, save.copied)));
  return isCopied ? { columns: [], where: undefined } : undefined;
}

/** A partition, and what it is in. */
interface Link {
  readonly part: Named;
  readonly whole: Named;
}

/** A statement after which a table is a partition, or after which it is none. */
interface LinkChange {
  readonly act: Act;
  readonly part: Named;
  readonly whole: Named | undefined;
}

const linkChanges = once((subject: Subject): readonly LinkChange[] => {
  const made = [...statementsOf(subject, 'CreateStmt', /^CREATE\b.*\bTABLE\b/)].map(({ act, node }) => {
    const [whole] = node.partbound === undefined ? [] : (node.inhRelations ?? []);
    const part = namedBy(node.relation);
    return { act, part, whole: whole === undefined ? undefined : namedBy(byKind(whole).RangeVar) };
  });
  const moved = alterations(subject).flatMap(({ act, table, command }): readonly LinkChange[] => {
    const part = namedBy(partitionOf(command)?.name);
    if (command.subtype === 'AT_AttachPartition') return [{ act, part, whole: table }];
    return command.subtype === 'AT_DetachPartition' ? [{ act, part, whole: undefined }] : [];
  });
  return [...made, ...moved].sort((a, b) => compareActs(a.act, b.act));
});

/** The partitions that there are when the act runs, as statements before it say. */
function linksAt(subject: Subject, act: Act): readonly Link[] {
  const earlier = linkChanges(subject).filter((change) => compareActs(change.act, act) < 0);
  return earlier.flatMap(({ part, whole }, i) => {
    const isLast = !earlier.slice(i + 1).some((later) => isSame(later.part, part));
    return isLast && whole !== undefined ? [{ part, whole }] : [];
  });
}

/** The tables that a partition is in, on all levels. */
function wholesOf(part: Named, among: readonly Link[]): readonly Named[] {
  const link = among.find((one) => isSame(one.part, part));
  if (link === undefined) return [];
  return [
    link.whole,
    ...wholesOf(
      link.whole,
      among.filter((one) => one !== link),
    ),
  ];
}

/** The columns of the dropped table that are not copied, and those whose type holds less when they come back. */
function columnsLeft(subject: Subject, act: Act, { save, back }: RowsSetAside): readonly string[] {
  const left = columnsOf(subject, act, save.copied).filter(
    (column) => !save.columns.includes(column) && !isGenerated(subject, act, save.copied, column),
  );
  const narrowed = save.columns.filter((column) => {
    const from = typeBefore(subject, act, save.copied, column);
    const to = typeBefore(subject, back.act, back.into, column);
    return from !== undefined && to !== undefined && lossOf(from, to, '') !== undefined;
  });
  return [...left, ...narrowed];
}

/** The columns that a table has when an act drops it, as the rehearsal saw them come and go. */
function columnsOf(subject: Subject, act: Act, table: Named): readonly string[] {
  const dropped = (act.seen?.events ?? []).find(
    ({ action, type, identity }) =>
      action === 'drop' && type === 'table' && isSame(namedByIdentity(identity), table),
  );
  if (dropped === undefined) return [];
  // A column bears the number of its table, and then its own.
  const own = dropped.key.slice(0, dropped.key.lastIndexOf('/') + 1);
  const columns = new Map<string, string>();
  for (const { seen } of subject.acts.filter((other) => compareActs(other, act) < 0))
    for (const { action, type, identity, key } of seen?.events ?? []) {
      if (type !== 'table column' || !key.startsWith(own)) continue;
      if (action === 'drop') columns.delete(key);
      else columns.set(key, namedByIdentity(identity).name);
    }
  return [...columns.values()];
}
