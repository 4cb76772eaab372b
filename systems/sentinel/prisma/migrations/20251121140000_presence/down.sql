DROP TRIGGER "checkins_are_final" ON "checkins";

ALTER TABLE "checkins" DROP COLUMN "is_latest";

CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
