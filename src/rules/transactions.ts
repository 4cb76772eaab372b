import type { Transaction } from '../model/migration.ts';
import type { Script } from '../sql/split.ts';
import { controlsTransaction, endsTransaction, refusesTransaction } from '../sql/statement.ts';

/**
 * For each statement of a script the number of the transaction that its runner gives it: equal numbers hold their locks
 * together.
 */
export function transactionsOf(text: string, script: Script, transaction: Transaction): readonly number[] {
  const { statements } = script;
  const divided =
    transaction === 'autocommit' ||
    (transaction === 'auto' &&
      statements.some((one) => refusesTransaction(one, text) || controlsTransaction(one)));
  let number = 1;
  let inBlock = false;
  return statements.map((statement) => {
    if (/^(BEGIN|START TRANSACTION)\b/.test(statement.head)) {
      if (divided && !inBlock) number += 1;
      inBlock = true;
      return number;
    }
    const own = number;
    if (endsTransaction(statement)) {
      inBlock = false;
      number += 1;
    } else if (divided && !inBlock) number += 1;
    return own;
  });
}
