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

/** The renames of objects of such types that last, by statements that begin so. */
export function* lastingRenames(
  subject: Subject,
  types: ReadonlySet<string>,
  head: RegExp,
): Iterable<Renaming> {
  for (const act of subject.acts) {
    if (act.at === 0 || !act.ran || !head.test(act.head)) continue;
    for (const event of act.seen?.events ?? []) {
      const { action, type, was, identity } = event;
      if (action !== 'rename' || was === undefined || !types.has(type)) continue;
      if (isLasting(subject, act, event)) yield { act, was, identity };
    }
  }
}

/**
 * Whether somebody may miss the old name of what an act was seen to rename: its migration neither makes nor drops the object, and
 * nothing else bears the old name, in its place.
 */
export function isLasting(subject: Subject, { at }: Act, { key, was }: ObjectEvent): boolean {
  const own = eventsOf(subject, at);
  const isBrief = own.some((event) => event.key === key && /^(create|drop)$/.test(event.action));
  return !isBrief && !own.some((event) => event.key !== key && event.identity === was);
}

/** What the statements of one migration did, dropped things with the others. */
function eventsOf(subject: Subject, at: number): readonly ObjectEvent[] {
  return actsAt(subject, at).flatMap(({ seen }) => seen?.events ?? []);
}
