import type { Rule } from '../../model/rule.ts';
import { lockName } from '../../postgres/locks.ts';
import { strongLocks } from '../reading/strong-locks.ts';
import { inTime, timeLimits } from '../reading/time-limits.ts';
import { waits } from '../reading/wording.ts';

export const noLockTimeout: Rule = {
  id: 'no-lock-timeout',
  group: 'observed',
  severity: 'info',
  summary:
    'A migration takes a strong lock without lock_timeout, or with one of more than 30 seconds: behind one long query it waits for that long, and all others wait behind it.',
  descendsFrom: [
    'squawk:require-lock-timeout',
    'squawk:require-timeout-settings',
    'eugene:E9',
    'pgls:lockTimeoutWarning',
  ],
  *judge(subject) {
    let told = -1;
    for (const { act, limit: wait } of timeLimits(subject, 'lock_timeout')) {
      if (wait <= longestWait || told === act.at) continue;
      const [lock] = strongLocks(act);
      if (lock === undefined) continue;
      told = act.at;
      const isEndless = wait === Infinity;
      yield {
        act,
        message: `this takes ${lockName(lock.mode)} on ${lock.relation} and waits for it ${isEndless ? 'without end' : `for up to ${inTime(wait)}`}; while it waits, ${waits(lock.mode)}`,
        hint: isEndless
          ? [
              'Put a limit first, and run the migration again when it was reached:',
              { code: "SET lock_timeout = '2s';" },
            ]
          : [
              'Wait for less, and run the migration again when that was reached:',
              { code: "SET lock_timeout = '2s';" },
            ],
      };
    }
  },
};

/** Milliseconds for which others may well wait behind a migration. */
const longestWait = 30_000;
