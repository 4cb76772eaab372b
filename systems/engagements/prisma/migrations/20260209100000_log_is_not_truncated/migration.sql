-- By hand: row security does not stop TRUNCATE, which the owner of a table may always do.

-- Everything that is written is logged: behind a waiting lock all would wait. Better to fail and try again.
SET lock_timeout = '5s';

CREATE FUNCTION refuse_truncate() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the audit log cannot be truncated'
        USING ERRCODE = 'EN004',
              CONSTRAINT = TG_NAME,
              TABLE = TG_TABLE_NAME,
              HINT = 'What was done stays on record.';
END;
$$;

CREATE TRIGGER "AuditLog_is_not_truncated"
    BEFORE TRUNCATE ON "AuditLog"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_truncate();
