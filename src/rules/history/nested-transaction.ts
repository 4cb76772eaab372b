import type { Runner } from '../../model/migration.ts';
import type { Act, Rule } from '../../model/rule.ts';
import { endsTransaction } from '../../sql/statement.ts';

/** Runners that open a transaction around each migration themselves. */
const wrapping: ReadonlySet<Runner> = new Set(['drizzle', 'dbmate', 'goose', 'flyway', 'supabase']);

/** A COMMIT that begins the next transaction at once. */
const chains = /\bAND\s+CHAIN\b/i;

export const nestedTransaction: Rule = {
  id: 'nested-transaction',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration opens or ends a transaction inside another: its COMMIT ends the outer one early, and what follows stands alone.',
  descendsFrom: ['squawk:transaction-nesting'],
  *judge(subject) {
    const { runner } = subject.history;
    let open: Act | undefined;
    let at = -1;
    let told = -1;
    for (const act of subject.acts) {
      if (act.at !== at) open = undefined;
      at = act.at;
      const begins = /^(BEGIN|START TRANSACTION)\b/.test(act.head);
      const ends = endsTransaction(act);
      if (!begins && !ends) continue;
      const isWrapped =
        wrapping.has(runner) &&
        act.migration.transaction !== 'autocommit' &&
        act.migration.transaction !== 'simple-query';
      const word = act.head.split(' ')[0] as string;
      if (isWrapped) {
        // Its COMMIT says nothing that its BEGIN has not said.
        if (told === act.at) continue;
        told = act.at;
        yield {
          act,
          message: `${word} inside the transaction that ${runner} opens around this migration`,
          hint: `Take it out: ${runner} begins and commits.`,
        };
      } else if (begins && open !== undefined) {
        yield {
          act,
          message: `${word} inside a transaction that is open already has no effect, and the next COMMIT ends both`,
          hint: 'Take it out, or COMMIT before it.',
        };
      } else if (ends && open === undefined) {
        yield { act, message: `${word} where no transaction is open has no effect`, hint: 'Take it out.' };
      }
      open = begins || (open !== undefined && chains.test(act.text)) ? (open ?? act) : undefined;
    }
  },
};
