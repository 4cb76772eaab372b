-- strata: allow work-under-lock because there are some 20,000 badges: this is over in less than a tenth of a second
-- strata: allow index-blocks-writes because there are some 20,000 badges: this is over in less than a tenth of a second

-- AlterTable
ALTER TABLE "badges" ADD COLUMN     "lost_at" TIMESTAMPTZ(3);

-- By hand: a lost badge opens nothing. Until now only the text in "status" said that it was lost.
UPDATE "badges" SET "lost_at" = "updated_at" WHERE lower(btrim("status")) = 'lost';

-- A member has one badge that works. Where this fails, one of two has to be returned or reported lost first.
CREATE UNIQUE INDEX "badges_in_use_of_member_key" ON "badges"("member_id") WHERE "lost_at" IS NULL;

CREATE FUNCTION badge_is_not_lost() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    moment timestamptz;
    serial text;
BEGIN
    IF TG_TABLE_NAME = 'checkins' THEN
        moment := NEW."at";
    ELSE
        moment := NEW."signed_in_at";
    END IF;
    -- What a kiosk saw before the loss may still arrive after it.
    SELECT "serial_number" INTO serial FROM "badges" WHERE "id" = NEW."badge_id" AND "lost_at" <= moment;
    IF FOUND THEN
        RAISE EXCEPTION 'badge % is reported lost', serial
            USING ERRCODE = 'SN002',
                  CONSTRAINT = TG_NAME,
                  TABLE = TG_TABLE_NAME,
                  COLUMN = 'badge_id',
                  HINT = 'Keep the badge and issue another one.';
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER "checkins_badge_is_not_lost"
    BEFORE INSERT ON "checkins"
    FOR EACH ROW WHEN (NEW."badge_id" IS NOT NULL)
    EXECUTE FUNCTION badge_is_not_lost();

CREATE TRIGGER "visitors_badge_is_not_lost"
    BEFORE INSERT OR UPDATE OF "badge_id" ON "visitors"
    FOR EACH ROW WHEN (NEW."badge_id" IS NOT NULL)
    EXECUTE FUNCTION badge_is_not_lost();
