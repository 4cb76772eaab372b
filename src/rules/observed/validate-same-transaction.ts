import type { Act, Rule, Subject, Verdict } from '../../model/rule.ts';
import { lockName } from '../../postgres/locks.ts';
import { isSame, type Named, shown } from '../../sql/relations.ts';
import { lockedBy } from '../reading/strong-locks.ts';
import { isExisting } from '../reading/tables.ts';
import { lineOf } from '../reading/transactions.ts';
import { addedConstraints, alterations } from '../reading/trees.ts';
import { waits } from '../reading/wording.ts';

export const validateSameTransaction: Rule = {
  id: 'validate-same-transaction',
  group: 'observed',
  severity: 'warning',
  summary:
    'A constraint is validated in the transaction that adds it NOT VALID, or that locks its table for something else: the strong lock is held while every row is read.',
  descendsFrom: [
    'squawk:constraint-missing-not-valid',
    'strong_migrations:validate_foreign_key',
    'strong_migrations:validate_check_constraint',
  ],
  *judge(subject) {
    const added: { readonly act: Act; readonly table: Named; readonly name: string }[] = [];
    for (const { act, table, constraint } of addedConstraints(subject))
      if (constraint.skip_validation === true) added.push({ act, table, name: constraint.conname ?? '' });
    for (const { act, table, command } of alterations(subject)) {
      if (command.subtype !== 'AT_ValidateConstraint' || !isExisting(act, table)) continue;
      const before = added.find(
        (one) =>
          one.act.at === act.at &&
          one.act.transaction === act.transaction &&
          one.name === command.name &&
          isSame(one.table, table),
      );
      if (before === undefined) {
        yield* underOtherLock(subject, act, table, command.name ?? '');
        continue;
      }
      yield {
        act,
        table,
        focus: command.name,
        message: `constraint \`${command.name}\` of ${shown(table)} is validated in the transaction that adds it, so that the lock of line ${lineOf(before.act)} is held while every row is read`,
        hint: 'Move the VALIDATE CONSTRAINT to the next migration: on its own it lets writers go on.',
      };
    }
  },
};

/** A validation whose statement, or an earlier one of its transaction, takes a stronger lock for something else. */
function* underOtherLock(subject: Subject, act: Act, table: Named, name: string): Iterable<Verdict> {
  const locking = lockedBy(subject, act, table);
  if (locking === undefined) return;
  const { lock } = locking;
  const isItself = locking.act.index === act.index;
  // What a block takes before a validation and what behind it is not known.
  if (isItself && (!act.ran || act.inside !== undefined)) return;
  const where = isItself
    ? 'in a statement that does more, so that every row is read under its'
    : `in a transaction that has locked the table since line ${lineOf(locking.act)}, so that every row is read under that`;
  yield {
    act,
    table,
    focus: name,
    message: `constraint \`${name}\` of ${shown(table)} is validated ${where} ${lockName(lock.mode)} lock: ${waits(lock.mode)}`,
    hint: 'Give the VALIDATE CONSTRAINT a migration of its own: on its own it lets writers go on.',
  };
}
