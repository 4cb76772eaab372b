-- AlterTable
ALTER TABLE "checkins" ADD COLUMN     "is_latest" BOOLEAN NOT NULL DEFAULT false;

-- By hand: presence is read from the last scan of everybody, not from all scans.
-- Only here is a scan changed once more: those so far learn which of them was the last.
DROP TRIGGER "checkins_are_final" ON "checkins";

UPDATE "checkins" SET "is_latest" = true
WHERE "id" IN (
    SELECT DISTINCT ON (coalesce("member_id", "badge_id")) "id"
    FROM "checkins"
    ORDER BY coalesce("member_id", "badge_id"), "at" DESC, "id" DESC
);

CREATE UNIQUE INDEX "checkins_latest_key" ON "checkins"((coalesce("member_id", "badge_id"))) WHERE "is_latest";

-- Answers "who is in the building" alone: it holds nobody else, and every column that is asked for.
CREATE INDEX "checkins_present_idx" ON "checkins"("at") INCLUDE ("member_id", "badge_id", "kiosk")
    WHERE "is_latest" AND "direction" = 'in';

CREATE FUNCTION checkins_latest() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    subject uuid := coalesce(NEW."member_id", NEW."badge_id");
BEGIN
    -- Two kiosks that scan the same person take turns, also when it is the first scan and there is no row to wait for.
    PERFORM pg_advisory_xact_lock(hashtextextended('checkins/' || subject, 0));
    -- A kiosk that was offline sends old scans late.
    NEW."is_latest" := NOT EXISTS (
        SELECT FROM "checkins"
        WHERE coalesce("member_id", "badge_id") = subject AND "is_latest" AND "at" > NEW."at"
    );
    IF NEW."is_latest" THEN
        UPDATE "checkins" SET "is_latest" = false
        WHERE coalesce("member_id", "badge_id") = subject AND "is_latest";
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "checkins_latest"
    BEFORE INSERT ON "checkins"
    FOR EACH ROW EXECUTE FUNCTION checkins_latest();

-- As before, except that the trigger above, and nobody else, takes the mark from a scan when the next one comes.
CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW WHEN (
        pg_trigger_depth() = 0
        OR (OLD."id", OLD."member_id", OLD."badge_id", OLD."direction", OLD."kiosk", OLD."at")
            IS DISTINCT FROM (NEW."id", NEW."member_id", NEW."badge_id", NEW."direction", NEW."kiosk", NEW."at")
    )
    EXECUTE FUNCTION refuse_change();
