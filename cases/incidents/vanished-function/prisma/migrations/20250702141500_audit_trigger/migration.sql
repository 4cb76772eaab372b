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
CREATE FUNCTION audit_trigger_function() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "AuditLog" ("tableName", "rowId", "action", "old", "new")
    VALUES (
        TG_TABLE_NAME,
        CASE TG_OP WHEN 'DELETE' THEN OLD."id" ELSE NEW."id" END,
        TG_OP,
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
        CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
    );
    RETURN NULL;
END;
$$;

CREATE TRIGGER "Observation_audit"
    AFTER INSERT OR UPDATE OR DELETE ON "Observation"
    FOR EACH ROW EXECUTE FUNCTION audit_trigger_function();
