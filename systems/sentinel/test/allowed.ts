import { insert } from '../../shared/rules.ts';
import { anasBadge, badge, bo, id, lostBadge, scan, spare, visitor, worn } from './rows.ts';

/** What the database allows, close to what it refuses. */
export const allowed: readonly (readonly [title: string, sql: string])[] = [
  ['a second badge after the first one was lost', badge({ assignment: `'member'`, member_id: bo })],
  [
    'a scan from before the loss that arrives late',
    scan({ member_id: bo, badge_id: lostBadge, at: `'2026-01-10T11:59:00Z'` }),
  ],
  ['a scan of a member without a badge', scan({ member_id: bo })],
  ['another badge for the next visitor', visitor({ badge_id: spare })],
  [
    'the same badge after its visitor has left',
    `UPDATE "visitors" SET "signed_out_at" = "signed_in_at"; ${visitor({ badge_id: worn })}`,
  ],
  ['a value that nobody uses is deleted', `DELETE FROM "member_statuses" WHERE "code" = 'retired'`],
  [
    'an item of the system gets another name and place',
    `UPDATE "list_items" SET "name" = 'Gate', "position" = 5 WHERE "is_system"`,
  ],
  ['an item of nobody is deleted', `DELETE FROM "list_items" WHERE NOT "is_system"`],
  ['a lost badge is found again', `UPDATE "badges" SET "lost_at" = NULL WHERE "id" = ${lostBadge}`],
  [
    'a guest beside the members at an event',
    insert('event_attendees', { event_id: id('ee1'), guest_name: `'Ana'` }),
  ],
  [
    'a badge that is taken back',
    `UPDATE "badges" SET "assignment" = 'unassigned', "member_id" = NULL WHERE "id" = ${anasBadge}`,
  ],
];
