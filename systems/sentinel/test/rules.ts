import {
  check,
  constraint,
  foreignKey,
  insert,
  type Rule,
  restrict,
  trigger,
  uniqueIndex,
} from '../../shared/rules.ts';
import { ana, badge, bo, cy, id, lostBadge, member, nobody, scan, visitor, worn } from './rows.ts';

const people: readonly Rule[] = [
  {
    title: 'a division has a code',
    breaks: insert('divisions', { code: `' '`, name: `'Nameless'` }),
    code: check,
    ...constraint('divisions', 'divisions_code_not_blank_check'),
  },
  {
    title: 'a division has a code of its own',
    breaks: insert('divisions', { code: `'OPS'`, name: `'Operations again'` }),
    ...uniqueIndex('divisions_code_key'),
  },
  {
    title: 'a division with members stays',
    breaks: `DELETE FROM "divisions" WHERE "code" = 'OPS'`,
    code: restrict,
    ...constraint('members', 'members_division_id_fkey'),
  },
  {
    title: 'a member has a service number',
    breaks: member({ service_number: `''` }),
    code: check,
    ...constraint('members', 'members_service_number_not_blank_check'),
  },
  {
    title: 'a service number belongs to one member',
    breaks: member({ service_number: `'A100001'` }),
    ...uniqueIndex('members_service_number_key'),
  },
  {
    title: 'a user name is written in lower case',
    breaks: insert('admin_users', {
      username: `'O.Tremblay'`,
      display_name: `'Odile again'`,
      password_hash: `'!'`,
      role: `'duty'`,
    }),
    code: check,
    ...constraint('admin_users', 'admin_users_username_lower_check'),
  },
  {
    title: 'a user name belongs to one person',
    breaks: insert('admin_users', {
      username: `'o.tremblay'`,
      display_name: `'Odile again'`,
      password_hash: `'!'`,
      role: `'duty'`,
    }),
    ...uniqueIndex('admin_users_username_key'),
  },
  {
    title: 'whoever the log names stays',
    breaks: `DELETE FROM "admin_users" WHERE "username" = 'o.tremblay'`,
    code: restrict,
    ...constraint('audit_logs', 'audit_logs_admin_user_id_fkey'),
  },
  {
    title: 'an entry of the log is not changed',
    breaks: `UPDATE "audit_logs" SET "action" = 'return'`,
    code: 'SN001',
    ...trigger('audit_logs', 'audit_logs_are_final'),
  },
  {
    title: 'an entry of the log is not deleted',
    breaks: `DELETE FROM "audit_logs"`,
    code: 'SN001',
    ...trigger('audit_logs', 'audit_logs_stay'),
  },
  {
    title: 'the log is not emptied at once, either',
    breaks: 'TRUNCATE "audit_logs"',
    code: 'SN001',
    ...trigger('audit_logs', 'audit_logs_are_not_truncated'),
  },
];

const badges: readonly Rule[] = [
  {
    title: 'a badge has a serial number',
    breaks: badge({ serial_number: `' '` }),
    code: check,
    ...constraint('badges', 'badges_serial_number_not_blank_check'),
  },
  {
    title: 'a serial number belongs to one badge',
    breaks: badge({ serial_number: `'M-1'` }),
    ...uniqueIndex('badges_serial_number_key'),
  },
  {
    title: "a member's badge says whose it is",
    breaks: badge({ assignment: `'member'` }),
    code: check,
    ...constraint('badges', 'badges_assignment_check'),
  },
  {
    title: 'a badge that is no member’s names none',
    breaks: badge({ assignment: `'visitor'`, member_id: cy }),
    code: check,
    ...constraint('badges', 'badges_assignment_check'),
  },
  {
    title: 'a badge belongs to a member who exists',
    breaks: badge({ assignment: `'member'`, member_id: nobody }),
    code: foreignKey,
    ...constraint('badges', 'badges_member_id_fkey'),
  },
  {
    title: 'a member has one badge that works',
    breaks: badge({ assignment: `'member'`, member_id: ana }),
    ...uniqueIndex('badges_in_use_of_member_key'),
  },
  {
    title: 'a lost badge opens nothing',
    breaks: scan({ member_id: bo, badge_id: lostBadge, at: `'2026-01-16T10:00:00Z'` }),
    code: 'SN002',
    ...trigger('checkins', 'checkins_badge_is_not_lost'),
  },
  {
    title: 'a lost badge is given to no visitor',
    breaks: visitor({ badge_id: lostBadge, signed_in_at: `'2026-01-16T10:00:00Z'` }),
    code: 'SN002',
    ...trigger('visitors', 'visitors_badge_is_not_lost'),
  },
  {
    title: 'a lost badge is not handed to a visitor later either',
    breaks: `UPDATE "visitors" SET "badge_id" = ${lostBadge}`,
    code: 'SN002',
    ...trigger('visitors', 'visitors_badge_is_not_lost'),
  },
];

const scans: readonly Rule[] = [
  {
    title: 'a scan is of somebody',
    breaks: scan({}),
    code: check,
    ...constraint('checkins', 'checkins_subject_check'),
  },
  {
    title: 'a scan is of a member who exists',
    breaks: scan({ member_id: nobody }),
    code: foreignKey,
    ...constraint('checkins', 'checkins_member_id_fkey'),
  },
  {
    title: 'a scan is of a badge that exists',
    breaks: scan({ badge_id: nobody }),
    code: foreignKey,
    ...constraint('checkins', 'checkins_badge_id_fkey'),
  },
  {
    title: 'a scan is not changed',
    breaks: `UPDATE "checkins" SET "direction" = 'out' WHERE "member_id" = ${ana}`,
    code: 'SN001',
    ...trigger('checkins', 'checkins_are_final'),
  },
  {
    title: 'nobody but the trigger says which scan is the last one',
    breaks: `UPDATE "checkins" SET "is_latest" = false WHERE "member_id" = ${ana}`,
    code: 'SN001',
    ...trigger('checkins', 'checkins_are_final'),
  },
  {
    title: 'a scan is not deleted',
    breaks: `DELETE FROM "checkins" WHERE "member_id" = ${ana}`,
    code: 'SN001',
    ...trigger('checkins', 'checkins_stay'),
  },
  {
    title: 'scans are not emptied at once, either',
    breaks: 'TRUNCATE "checkins"',
    code: 'SN001',
    ...trigger('checkins', 'checkins_are_not_truncated'),
  },
  {
    title: 'one scan of everybody is the last one',
    breaks: `ALTER TABLE "checkins" DISABLE TRIGGER "checkins_latest"; ${scan({ member_id: ana, is_latest: 'true' })}`,
    ...uniqueIndex('checkins_latest_key'),
  },
];

const visits: readonly Rule[] = [
  {
    title: 'a visitor has a name',
    breaks: visitor({ name: `' '` }),
    code: check,
    ...constraint('visitors', 'visitors_name_not_blank_check'),
  },
  {
    title: 'a visitor leaves after coming',
    breaks: `UPDATE "visitors" SET "signed_out_at" = "signed_in_at" - interval '1 minute'`,
    code: check,
    ...constraint('visitors', 'visitors_out_after_in_check'),
  },
  {
    title: 'a visitor is hosted by a member who exists',
    breaks: visitor({ host_member_id: nobody }),
    code: foreignKey,
    ...constraint('visitors', 'visitors_host_member_id_fkey'),
  },
  {
    title: 'a visitor wears a badge that exists',
    breaks: visitor({ badge_id: nobody }),
    code: foreignKey,
    ...constraint('visitors', 'visitors_badge_id_fkey'),
  },
  {
    title: 'a badge hangs on one visitor at a time',
    breaks: visitor({ badge_id: worn }),
    ...uniqueIndex('visitors_badge_in_use_key'),
  },
  {
    title: 'an event ends after it starts',
    breaks: `UPDATE "events" SET "ends_at" = "starts_at"`,
    code: check,
    ...constraint('events', 'events_end_after_start_check'),
  },
  {
    title: 'whoever planned an event stays',
    breaks: `DELETE FROM "admin_users" WHERE "username" = 'duty.desk'`,
    code: restrict,
    ...constraint('events', 'events_created_by_id_fkey'),
  },
  {
    title: 'an attendee attends an event',
    breaks: insert('event_attendees', { event_id: nobody, member_id: ana }),
    code: foreignKey,
    ...constraint('event_attendees', 'event_attendees_event_id_fkey'),
  },
  {
    title: 'a member who attended stays',
    breaks: `DELETE FROM "members" WHERE "id" = ${cy}`,
    code: restrict,
    ...constraint('event_attendees', 'event_attendees_member_id_fkey'),
  },
  {
    title: 'an attendee is somebody',
    breaks: insert('event_attendees', { event_id: id('ee1') }),
    code: check,
    ...constraint('event_attendees', 'event_attendees_member_or_guest_check'),
  },
  {
    title: 'an attendee is a member or a guest, not both',
    breaks: insert('event_attendees', { event_id: id('ee1'), member_id: ana, guest_name: `'Ana'` }),
    code: check,
    ...constraint('event_attendees', 'event_attendees_member_or_guest_check'),
  },
  {
    title: 'a member attends an event once',
    breaks: insert('event_attendees', { event_id: id('ee1'), member_id: cy }),
    ...uniqueIndex('event_attendees_event_id_member_id_key'),
  },
];

const lookups: readonly Rule[] = [
  {
    table: 'member_statuses',
    used: 'active',
    key: ['members', 'members_member_status_id_fkey', 'member_status_id'],
  },
  {
    table: 'member_types',
    used: 'class_a',
    key: ['members', 'members_member_type_id_fkey', 'member_type_id'],
  },
  { table: 'visit_types', used: 'guest', key: ['visitors', 'visitors_visit_type_id_fkey', 'visit_type_id'] },
  {
    table: 'badge_statuses',
    used: 'active',
    key: ['badges', 'badges_badge_status_id_fkey', 'badge_status_id'],
  },
].flatMap(({ table, used, key: [from = '', name = '', column = ''] }) => [
  {
    title: `a value of ${table} that is in use stays`,
    breaks: `DELETE FROM "${table}" WHERE "code" = '${used}'`,
    code: restrict,
    ...constraint(from, name),
  },
  {
    title: `${from}.${column} names a value that exists`,
    breaks: `UPDATE "${from}" SET "${column}" = ${nobody}`,
    code: foreignKey,
    ...constraint(from, name),
  },
  {
    title: `a value of ${table} has a code of its own`,
    breaks: insert(table, { code: `'${used}'`, name: `'Again'` }),
    ...uniqueIndex(`${table}_code_key`),
  },
  {
    title: `a value of ${table} has a code`,
    breaks: insert(table, { code: `' '`, name: `'Nameless'` }),
    code: check,
    ...constraint(table, `${table}_code_not_blank_check`),
  },
  {
    title: `a colour of ${table} is one`,
    breaks: insert(table, { code: `'new'`, name: `'New'`, color: `'red'` }),
    code: check,
    ...constraint(table, `${table}_color_check`),
  },
]);

const lists: readonly Rule[] = [
  {
    title: 'an item has a code',
    breaks: insert('list_items', { list_type: `'kiosk'`, code: `''`, name: `'Nameless'` }),
    code: check,
    ...constraint('list_items', 'list_items_code_not_blank_check'),
  },
  {
    title: 'a code occurs once in its list',
    breaks: insert('list_items', { list_type: `'kiosk'`, code: `'garage'`, name: `'Garage again'` }),
    ...uniqueIndex('list_items_list_type_code_key'),
  },
  {
    title: 'positions count from nought',
    breaks: `UPDATE "list_items" SET "position" = -1`,
    code: check,
    ...constraint('list_items', 'list_items_position_not_negative_check'),
  },
  {
    title: 'an item of the system stays',
    breaks: `DELETE FROM "list_items" WHERE "code" = 'main-gate'`,
    code: 'SN003',
    ...trigger('list_items', 'list_items_system_stays'),
  },
  ...[`"code" = 'gate'`, `"list_type" = 'door'`, `"is_system" = false`].map((set) => ({
    title: `an item of the system keeps what programs find it by: ${set}`,
    breaks: `UPDATE "list_items" SET ${set} WHERE "code" = 'main-gate'`,
    code: 'SN003',
    ...trigger('list_items', 'list_items_system_keeps_code'),
  })),
];

/** Every rule of the data model that one statement can break. */
export const rules: readonly Rule[] = [...people, ...badges, ...scans, ...visits, ...lookups, ...lists];
