import { pick, pickWeighted } from '../../shared/random.ts';
import type { Field } from './copy.ts';
import { type People, seedEnd, seedId, workingDay } from './people.ts';
import * as words from './words.ts';

export interface Visit {
  readonly badge: string;
  readonly signedIn: Date;
  /** Null while they are in the building. */
  readonly signedOut: Date | null;
  readonly isLastOfBadge: boolean;
  /** The row of `visitors`, in the order of `visitorColumns`. */
  readonly row: readonly Field[];
}

export const visitorColumns = [
  'id',
  'name',
  'organisation',
  'visit_type',
  'host_member_id',
  'badge_id',
  'signed_in_at',
  'signed_out_at',
  'created_at',
  'updated_at',
] as const;

const visitDays = 10;
const minute = 60_000;
const hour = 60 * minute;

/** Every badge for visitors is used once on each of the last ten days, the oldest first; the last day is not over. */
export function makeVisits(people: People, random: () => number): readonly Visit[] {
  const visits: Visit[] = [];
  for (let back = visitDays - 1; back >= 0; back -= 1) {
    for (const badge of people.visitorBadges) {
      const signedIn =
        back === 0
          ? new Date(seedEnd.getTime() - Math.floor((30 + random() * 150) * minute))
          : new Date(workingDay(back).getTime() + 8 * hour + Math.floor(random() * 6 * hour));
      const stay = Math.floor((15 + random() * 150) * minute);
      const hasLeft = back > 0 || signedIn.getTime() + stay < seedEnd.getTime();
      const signedOut = hasLeft ? new Date(signedIn.getTime() + stay) : null;
      const who = {
        id: seedId('visit', `${badge}/${back}`),
        name: `${pick(words.firstNames, random)} ${pick(words.lastNames, random)}`,
        organisation: random() < 0.85 ? pick(words.organisations, random) : null,
        visitType: pickWeighted(words.visitTypes, random),
        host: random() < 0.9 && people.everybody.length > 0 ? pick(people.everybody, random).id : null,
      };
      const times = [signedIn, signedOut, signedIn, signedOut ?? signedIn];
      const row = [who.id, who.name, who.organisation, who.visitType, who.host, badge, ...times];
      visits.push({ badge, signedIn, signedOut, isLastOfBadge: back === 0, row });
    }
  }
  return visits;
}
