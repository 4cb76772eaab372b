DROP TRIGGER "checkins_latest" ON "checkins";
DROP FUNCTION checkins_latest();
