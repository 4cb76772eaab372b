-- strata: allow index-blocks-writes because a tenant raises some hundreds of observations in a year: this is over in milliseconds

-- CreateIndex
CREATE INDEX "AuditEngagement_tenantId_status_idx" ON "AuditEngagement"("tenantId", "status");

-- CreateIndex
CREATE INDEX "Observation_tenantId_status_dueDate_idx" ON "Observation"("tenantId", "status", "dueDate");

-- CreateIndex
CREATE INDEX "Observation_tenantId_severity_idx" ON "Observation"("tenantId", "severity");

-- CreateIndex
CREATE INDEX "ComplianceRequirement_tenantId_status_idx" ON "ComplianceRequirement"("tenantId", "status");

-- By hand: the numbers of the dashboard. The views read as whoever asks, so that they too keep tenants apart.
CREATE VIEW "DashboardObservations" WITH (security_invoker = true) AS
SELECT "tenantId", "severity", "status",
       count(*)::integer AS "total",
       (count(*) FILTER (WHERE "status" <> 'CLOSED' AND "dueDate" < CURRENT_DATE))::integer AS "overdue"
FROM "Observation"
GROUP BY "tenantId", "severity", "status";

-- Of what was assessed, how much is in order; null where nothing was.
CREATE VIEW "DashboardCompliance" WITH (security_invoker = true) AS
SELECT "tenantId",
       (count(*) FILTER (WHERE "status" <> 'NOT_ASSESSED'))::integer AS "assessed",
       count(*)::integer AS "total",
       round(100.0 * count(*) FILTER (WHERE "status" = 'COMPLIANT')
           / nullif(count(*) FILTER (WHERE "status" <> 'NOT_ASSESSED'), 0), 2) AS "compliancePercentage"
FROM "ComplianceRequirement"
GROUP BY "tenantId";

GRANT SELECT ON "DashboardObservations", "DashboardCompliance" TO engagements_app, engagements_board;
