import type { Act, Rule } from '../../model/rule.ts';
import { few } from '../../model/words.ts';
import { strongLocks } from '../reading/strong-locks.ts';
import { transactionsIn } from '../reading/transactions.ts';
import { unique } from '../reading/wording.ts';

export const severalLocks: Rule = {
  id: 'several-locks',
  group: 'observed',
  severity: 'info',
  summary:
    'One transaction keeps writers of several tables waiting at once: it waits for all of them, and may deadlock with code that takes them in another order.',
  descendsFrom: ['strong_migrations:add_foreign_key'],
  *judge(subject) {
    for (const acts of transactionsIn(subject)) {
      const taken = new Map<string, Act>();
      for (const act of acts)
        for (const { relation } of strongLocks(act)) if (!taken.has(relation)) taken.set(relation, act);
      if (unique([...taken.values()]).length < 2 || taken.size < 2) continue;
      const [last] = [...taken.values()].slice(-1);
      const tables = [...taken.keys()];
      yield {
        act: last,
        message: `this transaction keeps writers of ${tables.length} tables waiting at once: ${few(tables, 6)}`,
        hint: 'Give each table a migration of its own, so that each lock is let go before the next is asked for.',
      };
    }
  },
};
