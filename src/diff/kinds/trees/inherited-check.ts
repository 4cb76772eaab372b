import { kindOf, type ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { isKeptByLender } from './lent-column.ts';
import {
  comesDown,
  goesDown,
  holds,
  isAwaited,
  isOnlyInherited,
  linksLeft,
  tiesAfter,
  tiesBefore,
} from './tree.ts';

/** Whether a child gets the check by itself, with the parent's or with its own CREATE TABLE ... INHERITS. */
export function checkComesAlong(fact: Fact, context: Context): boolean {
  if (!isOnlyInherited(fact)) return false;
  if (comesDown(fact, context)) return true;
  const isBelow = tiesAfter(fact, context).some(({ link }) => link.startsWith('inheritance:'));
  return isBelow && context.isCreated(fact.parent!);
}

/** Whether a partition's check, which comes NOT VALID with the parent's, is to be valid. */
export function isValidatedAlone(fact: Fact, context: Context): boolean {
  if (fact.definition.notValid || !comesDown(fact, context)) return false;
  return tiesAfter(fact, context).some(({ above, link }) => {
    return kindOf(link) === 'partition' && context.to.facts.get(above)?.definition.notValid === true;
  });
}

/** Whether the check is dropped with the parent's, or by the statements that detach the child. */
export function checkGoesAlong(fact: Fact, context: Context): boolean {
  if (goesDown(fact, context)) return true;
  return linksLeft(fact, context).length === 1 && fact.definition.type === 'check';
}

/**
 * Whether a check has to be replaced to become local or only inherited while the child stays attached. A partition's local check
 * becomes inherited by itself, but is dropped with the parent's; of a child by INHERIT it is the other way round.
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

/** The parents' checks that have to be replaced with a child's, since an inherited check cannot be dropped alone. */
export function checksThatComeAgain(fact: Fact, context: Context): readonly ObjectId[] {
  const is = context.isReplaced(fact.id) ? context.to.facts.get(fact.id) : undefined;
  if (is?.definition.type !== 'check') return [];
  return tiesAfter(is, context)
    .filter(({ link }) => holds(link, context) || isAwaited(link, is, context))
    .map(({ above }) => above);
}

/**
 * The checks that a table is to inherit only from a parent that it joins, and the parent's: they are created after it has joined.
 */
export function checksThatComeLater(link: Fact, context: Context): readonly ObjectId[] {
  if (!context.isCreated(link.id)) return [];
  return context.childrenAfter(link.parent as ObjectId).flatMap((check) => {
    if (check.kind !== 'constraint' || !isAwaited(link.id, check, context)) return [];
    if (isKeptByLender(check, link.id, context)) return [];
    const ties = tiesAfter(check, context).filter((tie) => tie.link === link.id);
    return ties.flatMap(({ above }) => [check.id, above]);
  });
}

/** Whether the change of the parent's check comes down to this one. */
export function checkFollows(before: Fact, after: Fact, context: Context): boolean {
  if (!isOnlyInherited(before) || !isOnlyInherited(after)) return false;
  return tiesAfter(after, context).some(
    ({ above, link }) => holds(link, context) && (context.isReplaced(above) || context.isAltered(above)),
  );
}
