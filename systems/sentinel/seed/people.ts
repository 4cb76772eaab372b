import { pick, pickWeighted, stableUuid } from '../../shared/random.ts';
import type { Field } from './copy.ts';
import * as words from './words.ts';

/** The morning that the seed ends in: whoever came by then is in the building. */
export const seedEnd = new Date('2026-01-16T10:00:00Z');

/** When what nobody dated was entered. */
export const siteOpened = new Date('2017-05-01T08:00:00Z');

/** How much is made. */
export interface SeedSize {
  readonly members: number;
  readonly checkins: number;
}

export interface SeedMember {
  readonly id: string;
  /** Undefined where only the duty desk knows them. */
  readonly badge: string | undefined;
  /** From then on their scans carry no badge. */
  readonly badgeLostAt: Date | undefined;
}

/** The rows of `divisions`, `members` and `badges`, in the order of `columns`, and who they are. */
export interface People {
  readonly divisions: readonly (readonly Field[])[];
  readonly members: readonly (readonly Field[])[];
  readonly badges: readonly (readonly Field[])[];
  readonly everybody: readonly SeedMember[];
  /** Ids of the badges that visitors wear. */
  readonly visitorBadges: readonly string[];
}

export const columns = {
  divisions: ['id', 'code', 'name', 'created_at', 'updated_at'],
  members: [
    'id',
    'service_number',
    'rank',
    'first_name',
    'last_name',
    'division_id',
    'status',
    'member_type',
    'email',
    'created_at',
    'updated_at',
  ],
  badges: [
    'id',
    'serial_number',
    'assignment',
    'member_id',
    'status',
    'issued_at',
    'lost_at',
    'created_at',
    'updated_at',
  ],
} as const;

const day = 86_400_000;

/** An id that depends on what the row is, not on how many there are. */
export function seedId(kind: string, key: string | number): string {
  return stableUuid(`sentinel/${kind}/${key}`);
}

/** Midnight of the n-th working day before the last one; 0 is the last one itself. */
export function workingDay(n: number): Date {
  const date = new Date(seedEnd);
  date.setUTCHours(0, 0, 0, 0);
  for (let left = n; left > 0; ) {
    date.setUTCDate(date.getUTCDate() - 1);
    if (date.getUTCDay() % 6 !== 0) left -= 1;
  }
  return date;
}

function daysBefore(days: number): Date {
  return new Date(seedEnd.getTime() - Math.round(days * day));
}

export function makePeople({ members: count }: SeedSize, random: () => number): People {
  const members: Field[][] = [];
  const badges: Field[][] = [];
  const everybody: SeedMember[] = [];
  for (let n = 1; n <= count; n += 1) {
    const id = seedId('member', n);
    const since = daysBefore(120 + Math.floor(random() * 3000));
    members.push(memberRow(id, n, since, random));
    everybody.push(badgeOf(id, n, since, badges, random));
  }
  const visitorBadges = Array.from({ length: Math.max(4, Math.floor(count / 100)) }, (_, i) => {
    const id = seedId('visitor badge', i);
    const since = daysBefore(900);
    const status = pickWeighted(words.workingStatuses, random);
    badges.push([
      id,
      `V-${String(i + 1).padStart(4, '0')}`,
      'visitor',
      null,
      status,
      since,
      null,
      since,
      since,
    ]);
    return id;
  });
  for (let i = 0; i < Math.ceil(count / 50); i += 1) {
    const since = daysBefore(700);
    const serial = `S-${String(i + 1).padStart(4, '0')}`;
    const status = pickWeighted(words.spareStatuses, random);
    badges.push([seedId('spare badge', i), serial, 'unassigned', null, status, null, null, since, since]);
  }
  const divisions = words.divisions.map(([code, name]) => [
    seedId('division', code),
    code,
    name,
    siteOpened,
    siteOpened,
  ]);
  return { divisions, members, badges, everybody, visitorBadges };
}

function memberRow(id: string, n: number, since: Date, random: () => number): Field[] {
  const [first, last] = [pick(words.firstNames, random), pick(words.lastNames, random)];
  const [division] = pick(words.divisions, random);
  return [
    id,
    `${pick('ABCDEFGHJKLMNPRSTVWXYZ'.split(''), random)}${String(100_000 + n)}`,
    pickWeighted(words.ranks, random),
    first,
    last,
    random() < 0.97 ? seedId('division', division) : null,
    pickWeighted(words.memberStatuses, random),
    pickWeighted(words.memberTypes, random),
    random() < 0.8 ? `${first}.${last}.${n}@example.org`.toLowerCase() : null,
    since,
    since,
  ];
}

/** Pushes the badges that a member has or had; some lost theirs, and most of those got another one. */
function badgeOf(
  member: string,
  n: number,
  since: Date,
  badges: Field[][],
  random: () => number,
): SeedMember {
  if (random() < 0.05) return { id: member, badge: undefined, badgeLostAt: undefined };
  const badge = seedId('badge', n);
  const serial = `M-${String(n).padStart(6, '0')}`;
  if (random() >= 0.03) {
    const status = pickWeighted(words.workingStatuses, random);
    badges.push([badge, serial, 'member', member, status, since, null, since, since]);
    return { id: member, badge, badgeLostAt: undefined };
  }
  const lost = daysBefore(random() * 60);
  const status = pickWeighted(words.lostStatuses, random);
  badges.push([badge, serial, 'member', member, status, since, lost, since, lost]);
  if (random() < 0.6) {
    const other = pickWeighted(words.workingStatuses, random);
    badges.push([seedId('second badge', n), `${serial}-2`, 'member', member, other, lost, null, lost, lost]);
  }
  return { id: member, badge, badgeLostAt: lost };
}
