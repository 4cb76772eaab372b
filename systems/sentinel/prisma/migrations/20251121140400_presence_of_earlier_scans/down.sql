DROP TRIGGER "checkins_are_final" ON "checkins";

-- The marks stay: they are right, and the trigger goes on from them.
CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW WHEN (
        (OLD."id", OLD."member_id", OLD."badge_id", OLD."direction", OLD."kiosk", OLD."at")
            IS DISTINCT FROM (NEW."id", NEW."member_id", NEW."badge_id", NEW."direction", NEW."kiosk", NEW."at")
    )
    EXECUTE FUNCTION refuse_change();
