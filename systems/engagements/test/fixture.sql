-- Two tenants that look alike: ids ending in a… belong to Acme, those in b… to Borealis.
SELECT set_config('app.tenant_id', '00000000-0000-4000-8000-00000000a000', true), set_config('app.user_id', 'fixture', true);
INSERT INTO "Tenant" ("id", "slug", "name") VALUES ('00000000-0000-4000-8000-00000000a000', 'acme', 'Acme');
INSERT INTO "User" ("id", "tenantId", "email", "name", "role") VALUES
  ('00000000-0000-4000-8000-0000000a0001', app_tenant_id(), 'lead@acme.example', 'Lena Lead', 'MANAGER'),
  ('00000000-0000-4000-8000-0000000a0002', app_tenant_id(), 'aud@acme.example', 'Aude Auditor', 'AUDITOR'),
  ('00000000-0000-4000-8000-0000000a0003', app_tenant_id(), 'owner@acme.example', 'Ola Owner', 'AUDITEE'),
  ('00000000-0000-4000-8000-0000000a0004', app_tenant_id(), 'new@acme.example', 'Nia New', 'AUDITOR');
INSERT INTO "AuditEngagement" ("id", "tenantId", "title", "leadId", "periodStart", "periodEnd") VALUES
  ('00000000-0000-4000-8000-0000000a0010', app_tenant_id(), 'Payroll 2026', '00000000-0000-4000-8000-0000000a0001', '2026-01-05', '2026-02-20');
INSERT INTO "EngagementMember" ("id", "tenantId", "engagementId", "userId") VALUES
  ('00000000-0000-4000-8000-0000000a0020', app_tenant_id(), '00000000-0000-4000-8000-0000000a0010', '00000000-0000-4000-8000-0000000a0002');
INSERT INTO "Observation" ("id", "tenantId", "title", "severity", "raisedOn", "dueDate", "ownerId", "engagementId", "repeatOfId") VALUES
  ('00000000-0000-4000-8000-0000000a0031', app_tenant_id(), 'Leavers keep their accounts', 'HIGH', '2025-03-01', '2025-05-01', '00000000-0000-4000-8000-0000000a0003', NULL, NULL),
  ('00000000-0000-4000-8000-0000000a0032', app_tenant_id(), 'Leavers keep their accounts for a month', 'HIGH', '2026-01-10', '2026-03-10', '00000000-0000-4000-8000-0000000a0003', '00000000-0000-4000-8000-0000000a0010', '00000000-0000-4000-8000-0000000a0031'),
  ('00000000-0000-4000-8000-0000000a0033', app_tenant_id(), 'Backups are not tried', 'LOW', '2026-01-10', NULL, NULL, '00000000-0000-4000-8000-0000000a0010', NULL);
INSERT INTO "ComplianceRequirement" ("id", "tenantId", "code", "title", "status", "assessedOn") VALUES
  ('00000000-0000-4000-8000-0000000a0040', app_tenant_id(), 'GOV-1', 'The charter is approved', 'COMPLIANT', '2025-11-01'),
  ('00000000-0000-4000-8000-0000000a0041', app_tenant_id(), 'GOV-2', 'The board is told', 'NOT_ASSESSED', NULL);
INSERT INTO "DashboardSnapshot" ("id", "tenantId", "capturedOn", "observationsBySeverity", "observationsByStatus", "overdue", "compliancePercentage", "engagementProgress") VALUES
  ('00000000-0000-4000-8000-0000000a0050', app_tenant_id(), '2026-01-25', '{"HIGH": 2, "LOW": 1}', '{"OPEN": 3}', 1, 100, '{}');

SELECT set_config('app.tenant_id', '00000000-0000-4000-8000-00000000b000', true), set_config('app.user_id', 'fixture', true);
INSERT INTO "Tenant" ("id", "slug", "name") VALUES ('00000000-0000-4000-8000-00000000b000', 'borealis', 'Borealis');
INSERT INTO "User" ("id", "tenantId", "email", "name", "role") VALUES
  ('00000000-0000-4000-8000-0000000b0001', app_tenant_id(), 'lead@borealis.example', 'Lena Lead', 'MANAGER'),
  ('00000000-0000-4000-8000-0000000b0002', app_tenant_id(), 'aud@borealis.example', 'Aude Auditor', 'AUDITOR'),
  ('00000000-0000-4000-8000-0000000b0003', app_tenant_id(), 'owner@borealis.example', 'Ola Owner', 'AUDITEE'),
  ('00000000-0000-4000-8000-0000000b0004', app_tenant_id(), 'new@borealis.example', 'Nia New', 'AUDITOR');
INSERT INTO "AuditEngagement" ("id", "tenantId", "title", "leadId", "periodStart", "periodEnd") VALUES
  ('00000000-0000-4000-8000-0000000b0010', app_tenant_id(), 'Payroll 2026', '00000000-0000-4000-8000-0000000b0001', '2026-01-05', '2026-02-20');
INSERT INTO "EngagementMember" ("id", "tenantId", "engagementId", "userId") VALUES
  ('00000000-0000-4000-8000-0000000b0020', app_tenant_id(), '00000000-0000-4000-8000-0000000b0010', '00000000-0000-4000-8000-0000000b0002');
INSERT INTO "Observation" ("id", "tenantId", "title", "severity", "raisedOn", "dueDate", "ownerId", "engagementId", "repeatOfId") VALUES
  ('00000000-0000-4000-8000-0000000b0031', app_tenant_id(), 'Leavers keep their accounts', 'HIGH', '2025-03-01', '2025-05-01', '00000000-0000-4000-8000-0000000b0003', NULL, NULL),
  ('00000000-0000-4000-8000-0000000b0032', app_tenant_id(), 'Leavers keep their accounts for a month', 'HIGH', '2026-01-10', '2026-03-10', '00000000-0000-4000-8000-0000000b0003', '00000000-0000-4000-8000-0000000b0010', '00000000-0000-4000-8000-0000000b0031'),
  ('00000000-0000-4000-8000-0000000b0033', app_tenant_id(), 'Backups are not tried', 'LOW', '2026-01-10', NULL, NULL, '00000000-0000-4000-8000-0000000b0010', NULL);
INSERT INTO "ComplianceRequirement" ("id", "tenantId", "code", "title", "status", "assessedOn") VALUES
  ('00000000-0000-4000-8000-0000000b0040', app_tenant_id(), 'GOV-1', 'The charter is approved', 'COMPLIANT', '2025-11-01'),
  ('00000000-0000-4000-8000-0000000b0041', app_tenant_id(), 'GOV-2', 'The board is told', 'NOT_ASSESSED', NULL);
INSERT INTO "DashboardSnapshot" ("id", "tenantId", "capturedOn", "observationsBySeverity", "observationsByStatus", "overdue", "compliancePercentage", "engagementProgress") VALUES
  ('00000000-0000-4000-8000-0000000b0050', app_tenant_id(), '2026-01-25', '{"HIGH": 2, "LOW": 1}', '{"OPEN": 3}', 1, 100, '{}');
