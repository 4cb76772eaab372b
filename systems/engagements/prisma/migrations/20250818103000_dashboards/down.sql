DROP VIEW "DashboardCompliance";
DROP VIEW "DashboardObservations";

DROP INDEX "ComplianceRequirement_tenantId_status_idx";
DROP INDEX "Observation_tenantId_severity_idx";
DROP INDEX "Observation_tenantId_status_dueDate_idx";
DROP INDEX "AuditEngagement_tenantId_status_idx";
