import type { Act, Rule } from '../../model/rule.ts';
import { endsTransaction } from '../../sql/statement.ts';
import { lineOf, transactionsIn } from '../reading/transactions.ts';

export const rolledBack: Rule = {
  id: 'rolled-back',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration rolls its own transaction back: it counts as applied, and nothing of what it did stays.',
  descendsFrom: [],
  *judge(subject) {
    for (const acts of transactionsIn(subject)) {
      const end = acts.at(-1) as Act;
      const [first, ...more] = acts.filter(({ head }) => !leavesNothing.test(head));
      if (!/^(ROLLBACK|ABORT)\b/.test(end.head) || !endsTransaction(end) || first === undefined) continue;
      const undone =
        more.length === 0
          ? `the statement of line ${lineOf(first)}`
          : `${more.length + 1} statements from line ${lineOf(first)} on`;
      yield {
        act: end,
        message: `this ${end.head.split(' ')[0]} undoes ${undone}: the migration counts as applied, and nothing of it stays`,
        hint: 'Write COMMIT in its place. What was only to be tried out belongs in a test.',
      };
    }
  },
};

/** Statements of which nothing would stay in any case. */
const leavesNothing =
  /^(BEGIN|START|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE|SET|RESET|SHOW|SELECT|VALUES|TABLE|EXPLAIN|LOCK)\b/;
