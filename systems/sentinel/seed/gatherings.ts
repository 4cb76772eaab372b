import { pick } from '../../shared/random.ts';
import type { Field } from './copy.ts';
import { type People, type SeedSize, seedId, siteOpened, workingDay } from './people.ts';
import type { TableRows } from './site.ts';
import * as words from './words.ts';

const hour = 3_600_000;
/** No password has this hash: nobody can sign in before one is set. */
const noPassword = '!';

const admins: readonly (readonly [username: string, name: string, role: 'duty' | 'admin'])[] = [
  ['o.tremblay', 'Odile Tremblay', 'admin'],
  ['r.singh', 'Ranjit Singh', 'admin'],
  ['duty.desk', 'Duty desk', 'duty'],
  ['duty.night', 'Night watch', 'duty'],
];

/** The people of the duty desk, the events of the last weeks, and who came to them. */
export function makeGatherings(
  { members }: SeedSize,
  { everybody }: People,
  random: () => number,
): readonly TableRows[] {
  const events: Field[][] = [];
  const attendees: Field[][] = [];
  for (const [n, [name, location]] of words.events.entries()) {
    const id = seedId('event', n);
    const starts = new Date(workingDay(2 + 3 * n).getTime() + 18 * hour);
    const ends = new Date(starts.getTime() + 3 * hour);
    events.push([
      id,
      name,
      location,
      starts,
      ends,
      seedId('admin', pick(admins, random)[0]),
      siteOpened,
      siteOpened,
    ]);
    const guests = new Set<string>();
    for (let i = 0; i < Math.min(60, members / 4); i += 1) guests.add(pick(everybody, random).id);
    for (const member of guests) {
      const arrived = random() < 0.9 ? new Date(starts.getTime() + Math.floor(random() * hour)) : null;
      attendees.push([seedId('attendee', `${n}/${member}`), id, member, null, arrived, starts]);
    }
    for (let i = 0; i < 6; i += 1) {
      const guest = `${pick(words.firstNames, random)} ${pick(words.lastNames, random)}`;
      attendees.push([seedId('guest', `${n}/${i}`), id, null, guest, starts, starts]);
    }
  }
  return [
    {
      table: 'admin_users',
      names: ['id', 'username', 'display_name', 'password_hash', 'role', 'created_at', 'updated_at'],
      rows: admins.map(([username, name, role]) => [
        seedId('admin', username),
        username,
        name,
        noPassword,
        role,
        siteOpened,
        siteOpened,
      ]),
    },
    {
      table: 'events',
      names: ['id', 'name', 'location', 'starts_at', 'ends_at', 'created_by_id', 'created_at', 'updated_at'],
      rows: events,
    },
    {
      table: 'event_attendees',
      names: ['id', 'event_id', 'member_id', 'guest_name', 'arrived_at', 'created_at'],
      rows: attendees,
    },
  ];
}
