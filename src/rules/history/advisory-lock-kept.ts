import { type Act, compareActs, type Rule } from '../../model/rule.ts';
import { identifiersIn } from '../../postgres/identifier.ts';

const locks = [
  'pg_advisory_lock',
  'pg_advisory_lock_shared',
  'pg_try_advisory_lock',
  'pg_try_advisory_lock_shared',
];
const unlocks = ['pg_advisory_unlock', 'pg_advisory_unlock_shared', 'pg_advisory_unlock_all'];

export const advisoryLockKept: Rule = {
  id: 'advisory-lock-kept',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration takes an advisory lock of its session and does not give it back: whoever asks for it waits until the connection ends, which a pool keeps open.',
  descendsFrom: [],
  *judge({ acts }) {
    for (const act of acts) {
      const taken = calledOf(act, locks);
      if (taken === undefined) continue;
      const isGivenBack = acts.some(
        (other) =>
          other.at === act.at &&
          compareActs(other, act) >= 0 &&
          (calledOf(other, unlocks) !== undefined || other.head.startsWith('DISCARD ALL')),
      );
      if (isGivenBack) continue;
      yield {
        act,
        focus: taken,
        message: `the lock that ${taken}() takes outlives the migration: it is kept until the session ends`,
        hint: `Take one that ends with the transaction, ${taken.replace('advisory', 'advisory_xact')}(), or give it back at the end with pg_advisory_unlock().`,
      };
    }
  },
};

/** The first of the functions that the act itself calls, not a function that it makes. */
function calledOf({ head, text }: Act, functions: readonly string[]): string | undefined {
  if (!/^(DO|SELECT|WITH)\b/.test(head)) return undefined;
  const named = identifiersIn(text);
  return functions.find((name) => named.has(name));
}
