import { groupBy } from '../../model/group-by.ts';
import { once } from '../../model/once.ts';
import type { Act, Subject } from '../../model/rule.ts';
import { lineIn } from '../../sql/locate.ts';

/** The acts of one transaction, in order. */
export const transactionsIn = once((subject: Subject): readonly (readonly Act[])[] => {
  return [...groupBy(subject.acts, ({ at, transaction }) => `${at} ${transaction}`).values()];
});

/** Line of the act in its file, from 1. */
export function lineOf({ migration, start }: Act): number {
  return lineIn(migration.up, start);
}
