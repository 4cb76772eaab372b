-- Ana is in the building, with a badge and the guest she hosts; Bo's badge is lost; Cy is known by name only.
INSERT INTO "divisions" ("id", "code", "name") VALUES
  ('00000000-0000-4000-8000-0000000000d1', 'OPS', 'Operations'),
  ('00000000-0000-4000-8000-0000000000d2', 'BND', 'Band');

INSERT INTO "member_statuses" ("id", "code", "name", "color") VALUES
  ('00000000-0000-4000-8000-000000000501', 'active', 'Active', '#2e7d32'),
  ('00000000-0000-4000-8000-000000000502', 'retired', 'Retired', NULL);
INSERT INTO "member_types" ("id", "code", "name") VALUES
  ('00000000-0000-4000-8000-000000000511', 'class_a', 'Class A');
INSERT INTO "visit_types" ("id", "code", "name") VALUES
  ('00000000-0000-4000-8000-000000000521', 'guest', 'Guest');
INSERT INTO "badge_statuses" ("id", "code", "name") VALUES
  ('00000000-0000-4000-8000-000000000531', 'active', 'Active');
INSERT INTO "list_items" ("list_type", "code", "name", "position", "is_system") VALUES
  ('kiosk', 'main-gate', 'Main gate', 0, true),
  ('kiosk', 'garage', 'Garage', 1, false);

INSERT INTO "members" ("id", "service_number", "rank", "first_name", "last_name", "division_id", "member_type", "member_type_id", "member_status_id") VALUES
  ('00000000-0000-4000-8000-00000000000a', 'A100001', 'S1', 'Ana', 'Morin', '00000000-0000-4000-8000-0000000000d1', 'Class A', '00000000-0000-4000-8000-000000000511', '00000000-0000-4000-8000-000000000501'),
  ('00000000-0000-4000-8000-00000000000b', 'B100002', 'MS', 'Bo', 'Dahl', NULL, '', NULL, NULL),
  ('00000000-0000-4000-8000-00000000000c', 'C100003', 'Civ', 'Cy', 'Roy', NULL, 'civillian', NULL, NULL);

INSERT INTO "badges" ("id", "serial_number", "assignment", "member_id", "status", "badge_status_id", "lost_at") VALUES
  ('00000000-0000-4000-8000-0000000000a1', 'M-1', 'member', '00000000-0000-4000-8000-00000000000a', 'active', '00000000-0000-4000-8000-000000000531', NULL),
  ('00000000-0000-4000-8000-0000000000b1', 'M-2', 'member', '00000000-0000-4000-8000-00000000000b', 'Lost', NULL, '2026-01-10T12:00:00Z'),
  ('00000000-0000-4000-8000-0000000000f1', 'V-1', 'visitor', NULL, 'ok', NULL, NULL),
  ('00000000-0000-4000-8000-0000000000f2', 'V-2', 'visitor', NULL, 'ok', NULL, NULL);

INSERT INTO "checkins" ("member_id", "badge_id", "direction", "kiosk", "at") VALUES
  ('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-0000000000a1', 'in', 'main-gate', '2026-01-16T07:00:00Z'),
  ('00000000-0000-4000-8000-00000000000b', NULL, 'in', 'main-gate', '2026-01-16T07:10:00Z'),
  ('00000000-0000-4000-8000-00000000000b', NULL, 'out', 'main-gate', '2026-01-16T09:00:00Z'),
  (NULL, '00000000-0000-4000-8000-0000000000f1', 'in', 'main-gate', '2026-01-16T08:00:00Z');

INSERT INTO "visitors" ("id", "name", "visit_type", "visit_type_id", "host_member_id", "badge_id", "signed_in_at") VALUES
  ('00000000-0000-4000-8000-000000000e01', 'Gil Costa', 'Guest', '00000000-0000-4000-8000-000000000521', '00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-0000000000f1', '2026-01-16T08:00:00Z');

INSERT INTO "admin_users" ("id", "username", "display_name", "password_hash", "role") VALUES
  ('00000000-0000-4000-8000-000000000ad1', 'o.tremblay', 'Odile Tremblay', '!', 'admin'),
  ('00000000-0000-4000-8000-000000000ad2', 'duty.desk', 'Duty desk', '!', 'duty');

INSERT INTO "events" ("id", "name", "starts_at", "ends_at", "created_by_id") VALUES
  ('00000000-0000-4000-8000-000000000ee1', 'Band concert', '2026-01-20T18:00:00Z', '2026-01-20T21:00:00Z', '00000000-0000-4000-8000-000000000ad2');
INSERT INTO "event_attendees" ("event_id", "member_id") VALUES
  ('00000000-0000-4000-8000-000000000ee1', '00000000-0000-4000-8000-00000000000c');

INSERT INTO "audit_logs" ("admin_user_id", "action", "entity_type", "entity_id") VALUES
  ('00000000-0000-4000-8000-000000000ad1', 'report-lost', 'badge', 'M-2');
