-- By hand: triggers for each row do not fire for TRUNCATE, which empties a table all the same.

-- Kiosks scan all day, and behind a waiting lock they would wait, too. Better to fail and try again.
SET lock_timeout = '5s';

CREATE TRIGGER "checkins_are_not_truncated"
    BEFORE TRUNCATE ON "checkins"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER "audit_logs_are_not_truncated"
    BEFORE TRUNCATE ON "audit_logs"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
