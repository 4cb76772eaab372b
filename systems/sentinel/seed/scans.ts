import { pickWeighted } from '../../shared/random.ts';
import type { Field } from './copy.ts';
import { type SeedMember, type SeedSize, seedEnd, workingDay } from './people.ts';
import type { Visit } from './visits.ts';
import { kiosks } from './words.ts';

export const checkinColumns = ['member_id', 'badge_id', 'direction', 'kiosk', 'at', 'is_latest'] as const;

const minute = 60_000;
const hour = 60 * minute;

/**
 * The rows of `checkins`, exactly `size.checkins` of them: on working days people come in the morning and leave in the
 * afternoon, on the last morning some have come already, and visitors are scanned by their badge alone.
 */
export function* makeScans(
  size: SeedSize,
  everybody: readonly SeedMember[],
  visits: readonly Visit[],
  random: () => number,
): Generator<readonly Field[]> {
  const ofVisitors = visits.flatMap(scansOfVisit).toReversed().slice(0, size.checkins).toReversed();
  const left = size.checkins - ofVisitors.length;
  const here = Math.min(Math.floor(everybody.length * 0.3), left);
  for (const scan of ofVisitors) yield scan;
  yield* earlierDays(left - here, everybody, here, random);
  for (const member of everybody.slice(0, here)) {
    const at = new Date(seedEnd.getTime() - Math.floor(random() * 200 * minute));
    yield scanRow(member, 'in', at, true, random);
  }
}

/** So many scans, from the oldest day on. The first `here` members will scan once more afterwards. */
function* earlierDays(
  count: number,
  everybody: readonly SeedMember[],
  here: number,
  random: () => number,
): Generator<readonly Field[]> {
  const quotas = dailyQuotas(count, everybody.length);
  for (let back = quotas.length; back >= 1; back -= 1) {
    const midnight = workingDay(back).getTime();
    let left = quotas[back - 1] as number;
    for (const [m, member] of everybody.entries()) {
      if (left === 0) break;
      if (isAbsent(m, back)) continue;
      const isLast = m >= here && back === lastAttended(m);
      const came = new Date(midnight + 6.5 * hour + Math.floor(random() * 2.5 * hour));
      yield scanRow(member, 'in', came, isLast && left === 1, random);
      left -= 1;
      if (left === 0) break;
      const went = new Date(midnight + 15 * hour + Math.floor(random() * 3.5 * hour));
      yield scanRow(member, 'out', went, isLast, random);
      left -= 1;
    }
  }
}

/** How many scans fall on each working day, the newest first; only the oldest day is not full. */
function dailyQuotas(count: number, members: number): readonly number[] {
  const quotas: number[] = [];
  let left = members === 0 ? 0 : count;
  while (left > 0) {
    const back = quotas.length + 1;
    let attending = 0;
    for (let m = 0; m < members; m += 1) if (!isAbsent(m, back)) attending += 1;
    quotas.push(Math.min(left, 2 * attending));
    left -= 2 * attending;
  }
  return quotas;
}

/** Everybody stays away on two days of twenty-five. */
function isAbsent(m: number, back: number): boolean {
  return (m * 7 + back * 13) % 25 < 2;
}

function lastAttended(m: number): number {
  let back = 1;
  while (isAbsent(m, back)) back += 1;
  return back;
}

function scanRow(
  { id, badge, badgeLostAt }: SeedMember,
  direction: 'in' | 'out',
  at: Date,
  isLatest: boolean,
  random: () => number,
): readonly Field[] {
  const shown = badgeLostAt === undefined || at < badgeLostAt ? (badge ?? null) : null;
  return [id, shown, direction, pickWeighted(kiosks, random), at, isLatest];
}

function scansOfVisit({ badge, signedIn, signedOut, isLastOfBadge }: Visit): readonly (readonly Field[])[] {
  const came = [null, badge, 'in', 'main-gate', signedIn, isLastOfBadge && signedOut === null];
  return signedOut === null ? [came] : [came, [null, badge, 'out', 'main-gate', signedOut, isLastOfBadge]];
}
