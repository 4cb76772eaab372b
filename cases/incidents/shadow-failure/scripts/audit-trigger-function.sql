-- Run once on the server, before the migration.
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
