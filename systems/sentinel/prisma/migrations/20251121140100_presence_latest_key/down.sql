DROP INDEX "checkins_latest_key";
