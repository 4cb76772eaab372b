import { testColumns } from '../../shared/columns.ts';
import { database } from './database.ts';

/** Every column: its type, `?` where it may be null, `=` what it is filled with, `:=` what it always is. */
const columns = `
admin_users.id uuid = gen_random_uuid()
admin_users.username character varying(50)
admin_users.display_name character varying(100)
admin_users.password_hash text
admin_users.role admin_role
admin_users.disabled_at timestamp(3) with time zone?
admin_users.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
admin_users.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
audit_logs.id bigint = nextval('audit_logs_id_seq'::regclass)
audit_logs.admin_user_id uuid?
audit_logs.action character varying(50)
audit_logs.entity_type character varying(50)
audit_logs.entity_id character varying(50)?
audit_logs.details jsonb = '{}'::jsonb
audit_logs.ip_address inet?
audit_logs.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
badge_statuses.id uuid = gen_random_uuid()
badge_statuses.code character varying(50)
badge_statuses.name character varying(100)
badge_statuses.description text?
badge_statuses.color character varying(7)?
badge_statuses.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
badge_statuses.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
badges.id uuid = gen_random_uuid()
badges.serial_number character varying(50)
badges.assignment badge_assignment = 'unassigned'::badge_assignment
badges.member_id uuid?
badges.status character varying(50) = 'active'::character varying
badges.issued_at timestamp(3) with time zone?
badges.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
badges.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
badges.lost_at timestamp(3) with time zone?
badges.badge_status_id uuid?
checkins.id bigint = nextval('checkins_id_seq'::regclass)
checkins.member_id uuid?
checkins.badge_id uuid?
checkins.direction checkin_direction
checkins.kiosk character varying(50)
checkins.at timestamp(3) with time zone = CURRENT_TIMESTAMP
checkins.is_latest boolean = false
divisions.id uuid = gen_random_uuid()
divisions.code character varying(50)
divisions.name character varying(100)
divisions.description text?
divisions.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
divisions.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
event_attendees.id uuid = gen_random_uuid()
event_attendees.event_id uuid
event_attendees.member_id uuid?
event_attendees.guest_name character varying(100)?
event_attendees.arrived_at timestamp(3) with time zone?
event_attendees.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
events.id uuid = gen_random_uuid()
events.name character varying(100)
events.location character varying(100)?
events.starts_at timestamp(3) with time zone
events.ends_at timestamp(3) with time zone
events.created_by_id uuid?
events.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
events.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
list_items.id uuid = gen_random_uuid()
list_items.list_type character varying(50)
list_items.code character varying(50)
list_items.name character varying(100)
list_items.description text?
list_items.position integer = 0
list_items.is_system boolean = false
list_items.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
list_items.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
member_statuses.id uuid = gen_random_uuid()
member_statuses.code character varying(50)
member_statuses.name character varying(100)
member_statuses.description text?
member_statuses.color character varying(7)?
member_statuses.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
member_statuses.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
member_types.id uuid = gen_random_uuid()
member_types.code character varying(50)
member_types.name character varying(100)
member_types.description text?
member_types.color character varying(7)?
member_types.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
member_types.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
members.id uuid = gen_random_uuid()
members.service_number character varying(20)
members.rank character varying(20)
members.first_name character varying(100)
members.last_name character varying(100)
members.division_id uuid?
members.status character varying(50) = 'active'::character varying
members.member_type character varying(50)
members.email character varying(255)?
members.mobile_phone character varying(30)?
members.notes text?
members.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
members.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
members.member_status_id uuid?
members.member_type_id uuid?
visit_types.id uuid = gen_random_uuid()
visit_types.code character varying(50)
visit_types.name character varying(100)
visit_types.description text?
visit_types.color character varying(7)?
visit_types.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
visit_types.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
visitors.id uuid = gen_random_uuid()
visitors.name character varying(100)
visitors.organisation character varying(100)?
visitors.visit_type character varying(50)?
visitors.host_member_id uuid?
visitors.badge_id uuid?
visitors.signed_in_at timestamp(3) with time zone = CURRENT_TIMESTAMP
visitors.signed_out_at timestamp(3) with time zone?
visitors.created_at timestamp(3) with time zone = CURRENT_TIMESTAMP
visitors.updated_at timestamp(3) with time zone = CURRENT_TIMESTAMP
visitors.visit_type_id uuid?
`;

testColumns({ database, columns });
