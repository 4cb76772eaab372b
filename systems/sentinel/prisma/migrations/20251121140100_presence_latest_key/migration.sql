-- By hand: everybody has one latest scan. CONCURRENTLY must be the only statement of its file.
CREATE UNIQUE INDEX CONCURRENTLY "checkins_latest_key" ON "checkins"((coalesce("member_id", "badge_id"))) WHERE "is_latest";
