import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { isKeptByLender } from './lent-column.ts';
import { comesDown, goesDown, holds, isAwaited, isOnlyInherited, tiesAfter, tiesBefore } from './tree.ts';

/** Whether a check comes to the child by itself, when its parent's is made or when the child is made as a child. */
export function checkComesAlong(fact: Fact, context: Context): boolean {
  if (!isOnlyInherited(fact)) return false;
  if (comesDown(fact, context)) return true;
  const isBelow = tiesAfter(fact, context).some(({ link }) => link.startsWith('inheritance:'));
  return isBelow && context.isCreated(fact.parent!);
}

/** Whether a check that has come NOT VALID with its parent's is to be valid. */
export function isValidatedAlone(fact: Fact, context: Context): boolean {
  if (fact.definition.notValid || !comesDown(fact, context)) return false;
  return tiesAfter(fact, context).some(({ above, link }) => {
    return kindOf(link) === 'partition' && context.to.facts.get(above)?.definition.notValid === true;
  });
}

/** Whether whoever drops the parent's check, or parts the child from it, takes care of this one. */
export function checkGoesAlong(fact: Fact, context: Context): boolean {
  if (goesDown(fact, context)) return true;
  const isLeaving = tiesBefore(fact, context).some(({ link }) => context.isDropped(link));
  return isLeaving && fact.definition.type === 'check';
}

/**
 * Whether a check has to be made again to be the child's own, or its parent's alone, while the child stays a child. A partition
 * keeps nothing of what goes above, and its own becomes the whole's; of another child it is the other way round.
 */
export function changesHands(before: Fact, after: Fact, context: Context): boolean {
  if (isOnlyInherited(before) === isOnlyInherited(after)) return false;
  if (isOnlyInherited(after))
    return tiesAfter(after, context).some(
      ({ link }) => kindOf(link) === 'inheritance' && holds(link, context),
    );
  return tiesBefore(before, context).some(
    ({ above, link }) => context.isDropped(above) && holds(link, context) && kindOf(link) === 'partition',
  );
}

/** The parent's checks without which a child's cannot go and come again, while it stays a child or when it is one again. */
export function checksThatComeAgain(fact: Fact, context: Context): readonly ObjectId[] {
  const is = context.isReplaced(fact.id) ? context.to.facts.get(fact.id) : undefined;
  if (is?.definition.type !== 'check') return [];
  return tiesAfter(is, context)
    .filter(({ link }) => holds(link, context) || isAwaited(link, is, context))
    .map(({ above }) => above);
}

/** Checks that a table is to have by a parent alone that it joins, and the parent's: they come when it has joined. */
export function checksThatComeLater(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isCreated(link.id)) return [];
  return context.childrenAfter(link.parent as ObjectId).flatMap((check) => {
    if (check.kind !== 'constraint' || !isAwaited(link.id, check, context)) return [];
    if (isKeptByLender(check, link.id, context)) return [];
    const ties = tiesAfter(check, context).filter((tie) => tie.link === link.id);
    return ties.flatMap(({ above }) => [check.id, above]);
  });
}

/** Whether what happens to the parent's check happens to this one by itself. */
export function checkFollows(before: Fact, after: Fact, context: Context): boolean {
  if (!isOnlyInherited(before) || !isOnlyInherited(after)) return false;
  return tiesAfter(after, context).some(
    ({ above, link }) => holds(link, context) && (context.isReplaced(above) || context.isAltered(above)),
  );
}
