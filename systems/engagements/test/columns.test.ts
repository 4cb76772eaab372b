import { testColumns } from '../../shared/columns.ts';
import { database } from './database.ts';

/** Every column: its type, `?` where it may be null, `=` what it is filled with, `:=` what it always is. */
const columns = `
AuditEngagement.id uuid = gen_random_uuid()
AuditEngagement.tenantId uuid
AuditEngagement.title text
AuditEngagement.leadId uuid
AuditEngagement.status "EngagementStatus" = 'PLANNED'::"EngagementStatus"
AuditEngagement.periodStart date
AuditEngagement.periodEnd date
AuditEngagement.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
AuditEngagement.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
AuditLog.id bigint = nextval('"AuditLog_id_seq"'::regclass)
AuditLog.tenantId uuid
AuditLog.tableName text
AuditLog.rowId uuid
AuditLog.action text
AuditLog.old jsonb?
AuditLog.new jsonb?
AuditLog.actor text
AuditLog.at timestamp(3) with time zone = CURRENT_TIMESTAMP
ComplianceRequirement.id uuid = gen_random_uuid()
ComplianceRequirement.tenantId uuid
ComplianceRequirement.code text
ComplianceRequirement.title text
ComplianceRequirement.status "ComplianceStatus" = 'NOT_ASSESSED'::"ComplianceStatus"
ComplianceRequirement.assessedOn date?
ComplianceRequirement.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
ComplianceRequirement.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
DashboardSnapshot.id uuid = gen_random_uuid()
DashboardSnapshot.tenantId uuid
DashboardSnapshot.capturedOn date
DashboardSnapshot.observationsBySeverity jsonb
DashboardSnapshot.observationsByStatus jsonb
DashboardSnapshot.overdue integer
DashboardSnapshot.compliancePercentage numeric(5,2)?
DashboardSnapshot.engagementProgress jsonb
DashboardSnapshot.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
EngagementMember.id uuid = gen_random_uuid()
EngagementMember.tenantId uuid
EngagementMember.engagementId uuid
EngagementMember.userId uuid
EngagementMember.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Observation.id uuid = gen_random_uuid()
Observation.tenantId uuid
Observation.title text
Observation.description text?
Observation.severity "ObservationSeverity"
Observation.status "ObservationStatus" = 'OPEN'::"ObservationStatus"
Observation.raisedOn date = CURRENT_DATE
Observation.dueDate date?
Observation.closedOn date?
Observation.ownerId uuid?
Observation.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Observation.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Observation.engagementId uuid?
Observation.repeatOfId uuid?
Tenant.id uuid = gen_random_uuid()
Tenant.slug text
Tenant.name text
Tenant.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
Tenant.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
User.id uuid = gen_random_uuid()
User.tenantId uuid
User.email text
User.name text
User.role "UserRole"
User.disabledAt timestamp(3) with time zone?
User.createdAt timestamp(3) with time zone = CURRENT_TIMESTAMP
User.updatedAt timestamp(3) with time zone = CURRENT_TIMESTAMP
`;

testColumns({ database, columns });
