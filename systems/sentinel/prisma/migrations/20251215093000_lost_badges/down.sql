DROP TRIGGER "visitors_badge_is_not_lost" ON "visitors";
DROP TRIGGER "checkins_badge_is_not_lost" ON "checkins";
DROP FUNCTION badge_is_not_lost();

DROP INDEX "badges_in_use_of_member_key";

-- When a badge was lost cannot come back; that it was lost still stands in "status".
ALTER TABLE "badges" DROP COLUMN "lost_at";
