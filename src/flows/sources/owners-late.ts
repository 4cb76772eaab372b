import { kindOf, nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Step } from '../../model/plan.ts';

/**
 * The steps that rebuild a live database, in an order that asks nothing of its owners: their rights on the live server are not
 * known here, so they come late. After them comes only what they grant, and what ties a sequence to a table, since it cannot
 * be given away from then on.
 */
export function ownersLate(steps: readonly Step[]): readonly Step[] {
  return [0, 1, 2].flatMap((turn) => steps.filter((step) => turnOf(step) === turn));
}

function turnOf({ sql, object }: Step): number {
  if (/^ALTER [^;']* OWNER TO [^;']*$/.test(sql)) return 1;
  const isGrant = kindOf(object) === 'acl' && kindOf(nameOf(object) as ObjectId) !== 'schema';
  return isGrant || kindOf(object) === 'sequence-owner' ? 2 : 0;
}
