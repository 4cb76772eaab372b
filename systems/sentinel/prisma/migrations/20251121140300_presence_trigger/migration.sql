-- By hand: from here on every new scan is marked, and the one before it is not any more.
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
