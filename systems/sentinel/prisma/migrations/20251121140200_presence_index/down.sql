DROP INDEX "checkins_present_idx";
