DROP TRIGGER "ComplianceRequirement_audit" ON "ComplianceRequirement";
DROP TRIGGER "Observation_audit" ON "Observation";
DROP TRIGGER "EngagementMember_audit" ON "EngagementMember";
DROP TRIGGER "AuditEngagement_audit" ON "AuditEngagement";
DROP TRIGGER "User_audit" ON "User";
DROP TRIGGER "Tenant_audit" ON "Tenant";
DROP FUNCTION audit_trigger_function();

-- The log cannot come back: export it first.
DROP TABLE "AuditLog";
