import { notNullOf } from '../../../model/not-null.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import { followersBefore, staysBelow } from '../trees/tree.ts';
import { dropNotNull } from './lost-not-null.ts';
import { addNotNull, notNullName } from './not-null.ts';

/**
 * Gives a column's NOT NULL another name. RENAME does the same to those that inherit it, and fails where one of them has a name of
 * its own: then it is made anew, and merges with theirs.
 */
export function renameNotNull(before: Fact, after: Fact, context: Context): Statements {
  const [table] = splitLast(after.name);
  const [was, is] = [notNullName(before), notNullName(after)];
  const below = followersBefore(before, context).flatMap((old) => {
    const now = context.to.facts.get(old.id);
    const stays = now !== undefined && !context.isCreated(old.id) && staysBelow(now, before.id, context);
    return stays && old.definition.notNull ? [{ old, now }] : [];
  });
  if (below.every(({ old }) => notNullName(old) === was))
    return [`ALTER TABLE ${table} RENAME CONSTRAINT ${was} TO ${is}`];
  const own = below.filter(
    ({ old, now }) =>
      notNullOf(old)?.origin === 'both' && now.definition.notNull && notNullName(old) !== notNullName(now),
  );
  return [
    dropNotNull(before),
    ...own.flatMap(({ old, now }) => renameNotNull(old, now, context)),
    addNotNull(after),
  ];
}
