import type { Act, Subject } from '../../model/rule.ts';
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
  const called = (one: Act) => writtenBy(one).filter(({ name }) => name === table.name);
  const own = called(act);
  // A lock that the transaction holds already is not told again.
  const earlier = subject.acts.filter(
    ({ at, transaction, index }) => at === act.at && transaction === act.transaction && index < act.index,
  );
  const seen = own.length > 0 ? own : earlier.flatMap(called);
  if (seen.length === 0) {
    const maker = earlier.find(({ index }) => index === act.makes.get(table.name));
    return act.ran && maker !== undefined && !mayPassOver(maker.text) ? 'new' : 'unknown';
  }
  return changesPath(subject, act) ? seen : seen.map((one) => (one.schema === 'public' ? table : one));
}

/** Whether a statement makes what it makes only where it is not there yet. */
export function mayPassOver(text: string): boolean {
  return /^DO\b|\bIF\s+NOT\s+EXISTS\b/i.test(text);
}

/** Whether the migration has said anything of the search path by then. */
export function changesPath({ acts }: Subject, act: Act): boolean {
  return acts.some(({ at, index, text }) => at === act.at && index <= act.index && /search_path/i.test(text));
}

/** The relations with rows that a statement was seen to lock so as to change them. */
export function writtenBy({ seen }: Act, mode = /^(?!AccessShareLock|RowShareLock)/): readonly Named[] {
  return (seen?.locks ?? [])
    .filter((lock) => mode.test(lock.mode) && /^[rpfvm]$/.test(lock.relkind))
    .map(({ relation }) => namedByIdentity(relation));
}
