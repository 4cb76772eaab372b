import { kindOf, nameOf, type ObjectId } from '../../model/object-id.ts';
import type { Step } from '../../model/plan.ts';

/**
 * The steps that rebuild a live database, with changes of owners late: what owners may do on the live server is not known here.
 * After them come only grants, and the ownership of sequences by columns, since an owned sequence cannot be given to another
 * role.
 */
export function ownersLate(steps: readonly Step[]): readonly Step[] {
  return [0, 1, 2].flatMap((turn) => steps.filter((step) => turnOf(step) === turn));
}

function turnOf({ sql, object }: Step): number {
  if (/^ALTER [^;']* OWNER TO [^;']*$/.test(sql)) return 1;
  const isGrant = kindOf(object) === 'acl' && kindOf(nameOf(object) as ObjectId) !== 'schema';
  return isGrant || kindOf(object) === 'sequence-owner' ? 2 : 0;
}
