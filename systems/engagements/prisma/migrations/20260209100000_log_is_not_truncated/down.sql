DROP TRIGGER "AuditLog_is_not_truncated" ON "AuditLog";
DROP FUNCTION refuse_truncate();
