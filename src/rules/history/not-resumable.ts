import type { Act, Rule } from '../../model/rule.ts';
import { transactionsIn } from '../reading/strong-locks.ts';

export const notResumable: Rule = {
  id: 'not-resumable',
  group: 'history',
  severity: 'info',
  summary:
    'A migration runs as several transactions, and a statement of it cannot be run twice: where a later one fails, the whole cannot be run again.',
  descendsFrom: ['squawk:prefer-robust-stmts'],
  *judge(subject) {
    const parts = new Map<number, (readonly Act[])[]>();
    for (const acts of transactionsIn(subject)) {
      const real = acts.filter(
        ({ head }) => !/^(BEGIN|COMMIT|END|START|ROLLBACK|SET|RESET|SELECT)\b/.test(head),
      );
      if (real.length === 0) continue;
      const at = (real[0] as Act).at;
      parts.set(at, [...(parts.get(at) ?? []), real]);
    }
    for (const transactions of parts.values()) {
      if (transactions.length < 2) continue;
      const act = transactions
        .slice(0, -1)
        .flat()
        .find((one) => isOnce(one));
      if (act === undefined) continue;
      yield {
        act,
        message: `this migration runs as ${transactions.length} transactions; where one fails, what came before stays, and this statement fails when it is run again`,
        hint: 'Give each part a migration of its own, or write what can be run twice: IF NOT EXISTS, IF EXISTS, OR REPLACE.',
      };
    }
  },
};

const once = /^(CREATE|DROP|ALTER)\b/;
const again = /\bIF (NOT )?EXISTS\b|\bOR REPLACE\b/i;

function isOnce({ head, text }: Act): boolean {
  if (!once.test(head) || again.test(text.slice(0, 400))) return false;
  return !/^ALTER TABLE\b/.test(head) || /\b(ADD|DROP|RENAME)\b/i.test(text);
}
