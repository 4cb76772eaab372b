-- strata: allow index-blocks-writes because a tenant raises some hundreds of observations in a year: this is over in milliseconds
-- strata: allow work-under-lock because a tenant raises some hundreds of observations in a year: this is over in milliseconds
-- strata: allow foreign-key-scan because a tenant raises some hundreds of observations in a year: this is over in milliseconds
-- strata: allow check-scan because a tenant raises some hundreds of observations in a year: this is over in milliseconds

-- AlterTable
ALTER TABLE "Observation" ADD COLUMN     "engagementId" UUID,
ADD COLUMN     "repeatOfId" UUID;

-- CreateTable
CREATE TABLE "DashboardSnapshot" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "tenantId" UUID NOT NULL,
    "capturedOn" DATE NOT NULL,
    "observationsBySeverity" JSONB NOT NULL,
    "observationsByStatus" JSONB NOT NULL,
    "overdue" INTEGER NOT NULL,
    "compliancePercentage" DECIMAL(5,2),
    "engagementProgress" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DashboardSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "DashboardSnapshot_tenantId_capturedOn_key" ON "DashboardSnapshot"("tenantId", "capturedOn");

-- CreateIndex
CREATE INDEX "Observation_engagementId_idx" ON "Observation"("engagementId");

-- CreateIndex
CREATE INDEX "Observation_repeatOfId_idx" ON "Observation"("repeatOfId");

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_engagementId_fkey" FOREIGN KEY ("engagementId") REFERENCES "AuditEngagement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_repeatOfId_fkey" FOREIGN KEY ("repeatOfId") REFERENCES "Observation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DashboardSnapshot" ADD CONSTRAINT "DashboardSnapshot_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say. Nothing is backfilled: what was raised before belongs to no engagement.
ALTER TABLE "Observation" ADD CONSTRAINT "Observation_repeat_of_another_check" CHECK ("repeatOfId" <> "id");

-- A foreign key does not look at policies: without this, whoever knows an id could link to another tenant's engagement.
CREATE FUNCTION observation_engagement_of_tenant() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM "AuditEngagement" WHERE "id" = NEW."engagementId" AND "tenantId" = NEW."tenantId"
    ) THEN
        RAISE EXCEPTION 'engagement % is not one of this tenant', NEW."engagementId"
            USING ERRCODE = 'EN001',
                  CONSTRAINT = 'Observation_engagement_of_tenant',
                  TABLE = 'Observation',
                  COLUMN = 'engagementId',
                  HINT = 'Name an engagement of the same tenant, or none.';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "Observation_engagement_of_tenant"
    BEFORE INSERT OR UPDATE OF "engagementId", "tenantId" ON "Observation"
    FOR EACH ROW WHEN (NEW."engagementId" IS NOT NULL)
    EXECUTE FUNCTION observation_engagement_of_tenant();

-- A repeat points back in time, within its tenant, and never in a circle. Of itself: Observation_repeat_of_another_check.
CREATE FUNCTION observation_repeat() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    original record;
    next_id uuid := NEW."repeatOfId";
    raised date := NEW."raisedOn";
BEGIN
    IF EXISTS (SELECT FROM "Observation" WHERE "repeatOfId" = NEW."id" AND "raisedOn" < NEW."raisedOn") THEN
        RAISE EXCEPTION 'observation % has repeats that were raised before %', NEW."id", NEW."raisedOn"
            USING ERRCODE = 'EN002', CONSTRAINT = 'Observation_repeat_is_not_earlier', TABLE = 'Observation', COLUMN = 'raisedOn',
                  HINT = 'A repeat is raised on the day of its original or later.';
    END IF;
    WHILE next_id IS NOT NULL AND NEW."repeatOfId" <> NEW."id" LOOP
        IF next_id = NEW."id" THEN
            RAISE EXCEPTION 'observation % would repeat itself through %', NEW."id", NEW."repeatOfId"
                USING ERRCODE = 'EN003', CONSTRAINT = 'Observation_repeat_no_circle', TABLE = 'Observation', COLUMN = 'repeatOfId',
                      HINT = 'Let both repeat the one that was raised first.';
        END IF;
        -- Locked, so that whoever links another part of this chain at the same time waits: two links never close a circle.
        SELECT "tenantId", "raisedOn", "repeatOfId" INTO original FROM "Observation" WHERE "id" = next_id FOR SHARE;
        IF NOT FOUND OR original."tenantId" <> NEW."tenantId" THEN
            RAISE EXCEPTION 'observation % is not one of this tenant', next_id
                USING ERRCODE = 'EN001', CONSTRAINT = 'Observation_repeat_of_tenant', TABLE = 'Observation', COLUMN = 'repeatOfId',
                      HINT = 'Name an observation of the same tenant, or none.';
        END IF;
        IF original."raisedOn" > raised THEN
            RAISE EXCEPTION 'observation % was raised after %', next_id, raised
                USING ERRCODE = 'EN002', CONSTRAINT = 'Observation_repeat_is_not_earlier', TABLE = 'Observation', COLUMN = 'repeatOfId',
                      HINT = 'A repeat is raised on the day of its original or later.';
        END IF;
        raised := original."raisedOn";
        next_id := original."repeatOfId";
    END LOOP;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "Observation_repeat"
    BEFORE INSERT OR UPDATE OF "repeatOfId", "raisedOn", "tenantId" ON "Observation"
    FOR EACH ROW EXECUTE FUNCTION observation_repeat();

ALTER TABLE "DashboardSnapshot" ADD CONSTRAINT "DashboardSnapshot_overdue_check" CHECK ("overdue" >= 0);
ALTER TABLE "DashboardSnapshot" ADD CONSTRAINT "DashboardSnapshot_percentage_check"
    CHECK ("compliancePercentage" BETWEEN 0 AND 100);
ALTER TABLE "DashboardSnapshot" ADD CONSTRAINT "DashboardSnapshot_objects_check"
    CHECK (jsonb_typeof("observationsBySeverity") = 'object'
        AND jsonb_typeof("observationsByStatus") = 'object'
        AND jsonb_typeof("engagementProgress") = 'object');

ALTER TABLE "DashboardSnapshot" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "DashboardSnapshot" FORCE ROW LEVEL SECURITY;
CREATE POLICY "DashboardSnapshot_tenant" ON "DashboardSnapshot" USING ("tenantId" = (SELECT app_tenant_id()));

-- A day may be captured again, but what the board has seen is not taken away.
GRANT SELECT, INSERT, UPDATE ON "DashboardSnapshot" TO engagements_app;
GRANT SELECT ON "DashboardSnapshot" TO engagements_board;

CREATE TRIGGER "DashboardSnapshot_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "DashboardSnapshot"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();
