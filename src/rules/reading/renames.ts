import type { Act, Subject } from '../../model/rule.ts';
import type { ObjectEvent } from '../../model/trace.ts';
import { actsAt } from './transactions.ts';

/** An object that was there before its migration, and has another name or schema after it. */
interface Renaming {
  readonly act: Act;
  /** As SQL writes them: `public.f(integer)`. */
  readonly was: string;
  readonly identity: string;
}

/**
 * The lasting renames of objects of such types, by statements that begin so. Left out are those of objects that their migration
 * makes or drops, and those whose old name something else bears in the end: it took their place.
 */
export function* lastingRenames(
  subject: Subject,
  types: ReadonlySet<string>,
  head: RegExp,
): Iterable<Renaming> {
  for (const act of subject.acts) {
    if (act.at === 0 || !act.ran || !head.test(act.head)) continue;
    for (const { action, type, was, identity, key } of act.seen?.events ?? []) {
      if (action !== 'rename' || was === undefined || !types.has(type)) continue;
      const own = eventsOf(subject, act.at);
      const isBrief = own.some((event) => event.key === key && /^(create|drop)$/.test(event.action));
      const isReplaced = own.some((event) => event.key !== key && event.identity === was);
      if (!isBrief && !isReplaced) yield { act, was, identity };
    }
  }
}

/** What the statements of one migration did, dropped things with the others. */
function eventsOf(subject: Subject, at: number): readonly ObjectEvent[] {
  return actsAt(subject, at).flatMap(({ seen }) => seen?.events ?? []);
}
