DROP TRIGGER "audit_logs_are_not_truncated" ON "audit_logs";
DROP TRIGGER "checkins_are_not_truncated" ON "checkins";
