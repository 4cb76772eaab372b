import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import { transactionOf } from '../../rules/reading/transactions.ts';
import { type Named, namedByIdentity } from '../../sql/relations.ts';

/**
 * The relations that the name in a statement which writes may stand for, by the locks that the rehearsal saw: the search path of
 * the moment decides, which is not that of a new session. `new` where the statement's own transaction has made it, `unknown` where
 * no lock tells. A name stays bare where the migration leaves the search path alone and it stands for a table in `public`: there a
 * new session finds the same.
 */
export function relationsMeant(
  subject: Subject,
  act: Act,
  table: Named,
): readonly Named[] | 'new' | 'unknown' {
  if (table.schema !== undefined) return [table];
  const own = writtenBy(act).filter(({ name }) => name === table.name);
  // A lock that the transaction holds already is not told again.
  const seen = own.length > 0 ? own : writtenSoFar(subject, act, table.name);
  if (seen.length === 0) {
    const made = act.makes.get(table.name) ?? Infinity;
    const maker = transactionOf(subject, act).find(({ index }) => index === made && index < act.index);
    return act.ran && maker !== undefined && !mayPassOver(maker.text) ? 'new' : 'unknown';
  }
  return changesPath(subject, act) ? seen : seen.map((one) => (one.schema === 'public' ? table : one));
}

/** Whether a statement makes what it makes only where it is not there yet. */
export function mayPassOver(text: string): boolean {
  return /^DO\b|\bIF\s+NOT\s+EXISTS\b/i.test(text);
}

/** Whether the migration has said anything of the search path by then. */
export function changesPath(subject: Subject, act: Act): boolean {
  const first = pathChanges(subject).get(act.at)?.[0].index ?? Infinity;
  return first <= act.index;
}

/** The statements that say something of the search path, in order, by their migration. */
const pathChanges = once(({ acts }: Subject) =>
  groupBy(
    acts.filter(({ text }) => /search_path/i.test(text)),
    ({ at }) => at,
  ),
);

/** The relations with rows that a statement was seen to lock so as to change them. */
export const writtenBy = once((act: Act) => lockedBy(act, /^(?!AccessShareLock|RowShareLock)/));

/** The relations with rows that a statement was seen to lock in one of these modes. */
export function lockedBy({ seen }: Act, modes: RegExp): readonly Named[] {
  return (seen?.locks ?? [])
    .filter((lock) => modes.test(lock.mode) && /^[rfvm]$/.test(lock.relkind))
    .map(({ relation }) => namedByIdentity(relation));
}

/** The relations of a name that the transaction was seen to write by then. */
export function writtenSoFar(subject: Subject, act: Act, name: string): readonly Named[] {
  const writes = writesByName(transactionOf(subject, act)).get(name) ?? [];
  return writes.filter(({ index }) => index <= act.index).map(({ table }) => table);
}

/** What the acts of a transaction were seen to write, each with the number of its act, by name. */
const writesByName = once((acts: readonly Act[]) =>
  groupBy(
    acts.flatMap((act) => writtenBy(act).map((table) => ({ index: act.index, table }))),
    ({ table }) => table.name,
  ),
);
