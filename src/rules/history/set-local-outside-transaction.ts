import { groupBy } from '../../model/group-by.ts';
import type { Act, Rule } from '../../model/rule.ts';
import { quoteIdentifier } from '../../postgres/identifier.ts';
import { byKind } from '../../sql/nodes.ts';
import { splitStatements } from '../../sql/split.ts';
import { effectiveTransaction } from '../../sql/transactions.ts';
import { transactionsIn } from '../reading/transactions.ts';
import { oneLine } from '../reading/wording.ts';

export const setLocalOutsideTransaction: Rule = {
  id: 'set-local-outside-transaction',
  group: 'history',
  severity: 'warning',
  summary:
    'SET LOCAL where no transaction is open: it ends with its own statement, and what follows runs without the setting.',
  descendsFrom: [],
  *judge(subject) {
    const lonely = transactionsIn(subject).filter(
      ([act, next]) => next === undefined && act?.head.startsWith('SET LOCAL'),
    );
    for (const acts of groupBy(lonely.flat(), ({ at }) => at).values()) {
      const { text } = (acts[0] as Act).migration.up;
      const settled = effectiveTransaction(
        text,
        splitStatements(text),
        (acts[0] as Act).migration.transaction,
      );
      // Elsewhere a single statement has a transaction, and may be all there is.
      if (settled !== 'autocommit') continue;
      for (const act of acts) {
        const name = byKind(act.trees[0]).VariableSetStmt?.name;
        if (name === undefined) continue;
        yield {
          act,
          focus: name,
          message: `SET LOCAL ${name} has no effect: no transaction is open here`,
          hint: [
            'Set it for the session, and take it back at the end:',
            { code: `${oneLine(act.text).replace(/^SET LOCAL/i, 'SET')};\nRESET ${nameInSql(name)};` },
          ],
        };
      }
    }
  },
};

/** Settings of extensions have a dot in their names. */
function nameInSql(name: string): string {
  return name
    .split('.')
    .map((part) => quoteIdentifier(part))
    .join('.');
}
