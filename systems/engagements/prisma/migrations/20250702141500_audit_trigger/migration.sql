-- CreateTable
CREATE TABLE "AuditLog" (
    "id" BIGSERIAL NOT NULL,
    "tenantId" UUID NOT NULL,
    "tableName" TEXT NOT NULL,
    "rowId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "old" JSONB,
    "new" JSONB,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditLog_tenantId_tableName_rowId_at_idx" ON "AuditLog"("tenantId", "tableName", "rowId", "at");

-- CreateIndex
CREATE INDEX "AuditLog_tenantId_at_idx" ON "AuditLog"("tenantId", "at");

-- AddForeignKey
ALTER TABLE "AuditLog" ADD CONSTRAINT "AuditLog_tenantId_fkey" FOREIGN KEY ("tenantId") REFERENCES "Tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what the schema language cannot say.
ALTER TABLE "AuditLog" ADD CONSTRAINT "AuditLog_action_check"
    CHECK (CASE "action"
        WHEN 'INSERT' THEN "old" IS NULL AND "new" IS NOT NULL
        WHEN 'UPDATE' THEN "old" IS NOT NULL AND "new" IS NOT NULL
        WHEN 'DELETE' THEN "old" IS NOT NULL AND "new" IS NULL
        ELSE false
    END);

-- A tenant reads its own log. There is no policy for UPDATE or DELETE: not even the owner changes an entry.
ALTER TABLE "AuditLog" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "AuditLog" FORCE ROW LEVEL SECURITY;
CREATE POLICY "AuditLog_tenant" ON "AuditLog" FOR SELECT USING ("tenantId" = (SELECT app_tenant_id()));
CREATE POLICY "AuditLog_append" ON "AuditLog" FOR INSERT WITH CHECK (true);
GRANT SELECT ON "AuditLog" TO engagements_app;

-- Writes as the owner, so that the service needs no right to write the log, and cannot write it otherwise.
CREATE FUNCTION audit_trigger_function() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    row_before jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    row_after jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    subject jsonb := coalesce(row_after, row_before);
BEGIN
    INSERT INTO public."AuditLog" ("tenantId", "tableName", "rowId", "action", "old", "new", "actor")
    VALUES (
        -- A tenant belongs to itself.
        coalesce(subject->>'tenantId', subject->>'id')::uuid,
        TG_TABLE_NAME,
        (subject->>'id')::uuid,
        TG_OP,
        row_before,
        row_after,
        coalesce(nullif(current_setting('app.user_id', true), ''), session_user)
    );
    RETURN NULL;
END;
$$;

CREATE TRIGGER "Tenant_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "Tenant"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();

CREATE TRIGGER "User_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "User"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();

CREATE TRIGGER "AuditEngagement_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "AuditEngagement"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();

CREATE TRIGGER "EngagementMember_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "EngagementMember"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();

CREATE TRIGGER "Observation_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "Observation"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();

CREATE TRIGGER "ComplianceRequirement_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "ComplianceRequirement"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();
