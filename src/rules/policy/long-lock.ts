import type { Rule } from '../../model/rule.ts';
import { strongLocks } from '../reading/strong-locks.ts';
import { transactionsIn } from '../reading/transactions.ts';

export const longLock: Rule = {
  id: 'long-lock',
  group: 'policy',
  severity: 'error',
  summary:
    'The rehearsal held a lock under which writers wait for longer than the policy `maxLockMs` allows.',
  descendsFrom: [],
  *judge(subject) {
    const most = subject.policies.maxLockMs;
    if (most === undefined) return;
    for (const acts of transactionsIn(subject)) {
      const first = acts.findIndex((act) => act.ran && strongLocks(act).length > 0);
      const act = acts[first];
      if (act === undefined) continue;
      const ms = acts.slice(first).reduce((sum, { seen }) => sum + (seen?.ms ?? 0), 0);
      if (ms <= most) continue;
      const tables = strongLocks(act).map(({ relation }) => relation);
      yield {
        act,
        message: `writers of ${tables.join(' and ')} wait ${Math.round(ms)} ms until this transaction ends; the policy allows ${most} ms`,
        notes: ['The rehearsal has few rows; with yours it takes longer.'],
        hint: 'Let the transaction do less, or do the part that takes long without the lock.',
      };
    }
  },
};
