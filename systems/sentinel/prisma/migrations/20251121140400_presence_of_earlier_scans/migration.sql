-- By hand: those who were not scanned since. Whoever is scanned right now keeps the newer mark: checkins_latest_key allows no
-- second one, and this is run again.
UPDATE "checkins" SET "is_latest" = true
WHERE "id" IN (
    SELECT DISTINCT ON (coalesce("member_id", "badge_id")) "id"
    FROM "checkins"
    ORDER BY coalesce("member_id", "badge_id"), "at" DESC, "id" DESC
) AND NOT EXISTS (
    SELECT FROM "checkins" marked
    WHERE marked."is_latest"
      AND coalesce(marked."member_id", marked."badge_id") = coalesce("checkins"."member_id", "checkins"."badge_id")
);

DROP TRIGGER "checkins_are_final" ON "checkins";

-- Now the trigger, and nobody else, takes the mark from a scan when the next one comes.
CREATE TRIGGER "checkins_are_final"
    BEFORE UPDATE ON "checkins"
    FOR EACH ROW WHEN (
        pg_trigger_depth() = 0
        OR (OLD."id", OLD."member_id", OLD."badge_id", OLD."direction", OLD."kiosk", OLD."at")
            IS DISTINCT FROM (NEW."id", NEW."member_id", NEW."badge_id", NEW."direction", NEW."kiosk", NEW."at")
    )
    EXECUTE FUNCTION refuse_change();
