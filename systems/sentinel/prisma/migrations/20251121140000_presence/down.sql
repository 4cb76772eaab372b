DROP TRIGGER "checkins_are_final" ON "checkins";
DROP TRIGGER "checkins_latest" ON "checkins";
DROP FUNCTION checkins_latest();

-- Dropping the column drops both indexes with it. Running the migration again finds the last scans again.
ALTER TABLE "checkins" DROP COLUMN "is_latest";

CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
