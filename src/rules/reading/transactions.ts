import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import { lineIn } from '../../sql/locate.ts';

const keyOf = ({ at, transaction }: Act) => `${at} ${transaction}`;

const byTransaction = once(({ acts }: Subject) => groupBy(acts, keyOf));

/** The acts of one transaction, in order. */
export const transactionsIn = once((subject: Subject): readonly (readonly Act[])[] => {
  return [...byTransaction(subject).values()];
});

/** The acts of the transaction that an act is part of, in order. */
export function transactionOf(subject: Subject, act: Act): readonly Act[] {
  return byTransaction(subject).get(keyOf(act)) ?? [];
}

const byMigration = once(({ acts }: Subject) => groupBy(acts, ({ at }) => at));

/** The acts of one migration, in order; by its 0-based position in the history. */
export function actsAt(subject: Subject, at: number): readonly Act[] {
  return byMigration(subject).get(at) ?? [];
}

/** Line of the act in its file, from 1. */
export function lineOf({ migration, start }: Act): number {
  return lineIn(migration.up, start);
}
