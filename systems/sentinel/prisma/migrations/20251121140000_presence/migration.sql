-- AlterTable
ALTER TABLE "checkins" ADD COLUMN     "is_latest" BOOLEAN NOT NULL DEFAULT false;

-- By hand: presence is to be read from the last scan of everybody, not from all scans. There are two million of them and kiosks
-- add more all day, so this comes in steps that keep nobody waiting: the column, its indexes, its trigger, the scans so far.
DROP TRIGGER "checkins_are_final" ON "checkins";

-- A scan stays as it is, except that it stops being the latest.
CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW WHEN (
        (OLD."id", OLD."member_id", OLD."badge_id", OLD."direction", OLD."kiosk", OLD."at")
            IS DISTINCT FROM (NEW."id", NEW."member_id", NEW."badge_id", NEW."direction", NEW."kiosk", NEW."at")
    )
    EXECUTE FUNCTION refuse_change();
