-- CreateTable
CREATE TABLE "AuditLog" (
    "id" BIGSERIAL NOT NULL,
    "tableName" TEXT NOT NULL,
    "rowId" UUID NOT NULL,
    "action" TEXT NOT NULL,
    "old" JSONB,
    "new" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AuditLog_tableName_rowId_idx" ON "AuditLog"("tableName", "rowId");

-- By hand: every change leaves an entry.
CREATE TRIGGER "Observation_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "Observation"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();
