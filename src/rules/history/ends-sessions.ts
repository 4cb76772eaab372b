import type { Rule } from '../../model/rule.ts';
import { identifiersIn } from '../../postgres/identifier.ts';

export const endsSessions: Rule = {
  id: 'ends-sessions',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration ends the sessions of others: their transactions are rolled back, and what they were doing fails.',
  descendsFrom: [],
  *judge({ acts }) {
    for (const act of acts) {
      if (!/^(DO|SELECT|WITH)\b/.test(act.head) || !identifiersIn(act.text).has('pg_terminate_backend'))
        continue;
      yield {
        act,
        focus: 'pg_terminate_backend',
        message: 'this statement ends sessions of others, whose transactions are rolled back',
        hint: 'To get a lock, set lock_timeout and try again. Where a session must go, end that one by hand, once it is known whose it is.',
      };
    }
  },
};
