-- By hand: answers "who is in the building" alone. It holds nobody else, and every column that is asked for.
CREATE INDEX CONCURRENTLY "checkins_present_idx" ON "checkins"("at") INCLUDE ("member_id", "badge_id", "kiosk")
    WHERE "is_latest" AND "direction" = 'in';
