import { groupBy } from '../../model/group-by.ts';
import type { Act, Rule } from '../../model/rule.ts';
import { transactionsIn } from '../reading/transactions.ts';

export const notResumable: Rule = {
  id: 'not-resumable',
  group: 'history',
  severity: 'info',
  summary:
    'A migration runs as several transactions, and a statement of it cannot be run twice: where a later one fails, the whole cannot be run again.',
  descendsFrom: ['squawk:prefer-robust-stmts'],
  *judge(subject) {
    const doing = transactionsIn(subject)
      .map((acts) =>
        acts.filter(({ head }) => !/^(BEGIN|COMMIT|END|START|ROLLBACK|SET|RESET|SELECT)\b/.test(head)),
      )
      .filter((acts) => acts.length > 0);
    for (const transactions of groupBy(doing, ([first]) => first?.at).values()) {
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
