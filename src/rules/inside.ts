import type { Act, Subject } from '../model/rule.ts';
import type { ObjectEvent } from '../model/trace.ts';

/** Acts that run code, whose text may not say what they do: DO blocks, calls, queries of functions. */
export function* codeActs(subject: Subject): Iterable<Act> {
  for (const act of subject.acts)
    if (act.at > 0 && act.ran && /^(DO|CALL|SELECT|WITH)\b/.test(act.head)) yield act;
}

/** What such acts were seen to do to objects, but what followed from something else. */
export function* eventsInside(
  subject: Subject,
  action: ObjectEvent['action'],
  type: string,
): Iterable<{ readonly act: Act; readonly event: ObjectEvent }> {
  for (const act of codeActs(subject)) {
    for (const event of act.seen?.events ?? [])
      if (event.action === action && event.type === type && event.implied !== true) yield { act, event };
  }
}

/** What runs the code, in words. */
export function codeWord({ head }: Act): string {
  return head.startsWith('DO') ? 'this block' : 'this statement';
}
