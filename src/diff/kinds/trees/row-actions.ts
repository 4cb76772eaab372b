import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { type Firing, readFiring } from '../../../postgres/trigger.ts';
import type { Context } from '../../kind.ts';

// What else happens when rows of a table come or go, before or after the change.

/** Whether a table has rules, or triggers that fire so. */
export function hasRowActions(
  table: ObjectId,
  fires: (firing: Firing) => boolean,
  context: Context,
): boolean {
  const acts = ({ kind, definition }: Fact) => {
    if (kind !== 'rule' && kind !== 'trigger') return false;
    const firing = readFiring(String(definition.source));
    return kind === 'rule' || firing === undefined || fires(firing);
  };
  return context.childrenBefore(table).some(acts) || context.childrenAfter(table).some(acts);
}

export function firesOn(event: string): (firing: Firing) => boolean {
  return ({ events }) => events.includes(event);
}

export function firesOnEach(event: string): (firing: Firing) => boolean {
  return ({ events, isForEachRow }) => isForEachRow && events.includes(event);
}

/** Whether a trigger may change rows on their way, or stop them. */
export function changesRows({ moment, events, isForEachRow }: Firing): boolean {
  return moment === 'BEFORE' && isForEachRow && (events.includes('INSERT') || events.includes('DELETE'));
}

/** Whether policies hold for the owner of a table too. */
export function hidesRows(table: ObjectId, { from, to }: Context): boolean {
  return [from, to].some(({ facts }) => facts.get(table)?.definition.forceRowSecurity === true);
}
