import { type Act, compareActs, type Rule, type Subject } from '../../model/rule.ts';
import { statementsOf } from '../reading/trees.ts';

/** https://www.postgresql.org/docs/18/sql-prepare-transaction.html */
export const preparedTransaction: Rule = {
  id: 'prepared-transaction',
  group: 'history',
  severity: 'warning',
  summary:
    'A migration ends with PREPARE TRANSACTION: nothing of it is there, and its locks are held even over a restart, until somebody says COMMIT PREPARED.',
  descendsFrom: [],
  *judge(subject) {
    for (const { act, node } of transactions(subject)) {
      if (node.kind !== 'TRANS_STMT_PREPARE' || isSettled(subject, act, node.gid)) continue;
      yield {
        act,
        message: `what this transaction did is not there, and its locks are held until somebody says COMMIT PREPARED '${node.gid}'`,
        hint: 'Write COMMIT in its place. Servers whose max_prepared_transactions is 0, which is the default, refuse it in any case.',
      };
    }
  },
};

function transactions(subject: Subject) {
  return statementsOf(
    subject,
    'TransactionStmt',
    /^(PREPARE TRANSACTION|COMMIT PREPARED|ROLLBACK PREPARED)\b/,
  );
}

/** Whether the same migration goes on to commit the prepared transaction, or rolls it back. */
function isSettled(subject: Subject, act: Act, gid: string | undefined): boolean {
  return [...transactions(subject)].some(
    (other) =>
      other.act.at === act.at &&
      compareActs(other.act, act) > 0 &&
      other.node.kind !== 'TRANS_STMT_PREPARE' &&
      other.node.gid === gid,
  );
}
