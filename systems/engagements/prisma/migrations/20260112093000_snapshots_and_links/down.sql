DROP TABLE "DashboardSnapshot";

DROP TRIGGER "Observation_repeat" ON "Observation";
DROP TRIGGER "Observation_engagement_of_tenant" ON "Observation";
DROP FUNCTION observation_repeat();
DROP FUNCTION observation_engagement_of_tenant();

-- Dropping a column drops its check, index and foreign key with it. Links and snapshots cannot come back.
ALTER TABLE "Observation" DROP COLUMN "engagementId",
DROP COLUMN "repeatOfId";
